import { BrainError, type ProviderView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { assertBaseUrl } from './check-base-url.ts'
import { sealKey } from './create-provider.ts'
import { findProviderRow, type ProviderRow, updateProviderRow } from './provider-store.ts'
import { viewProvider } from './view-models.ts'

export interface ProviderChange {
  readonly baseUrl?: string | null | undefined
  /** Undefined: it stays; null: it is taken away. */
  readonly apiKey?: string | null | undefined
}

/**
 * Changes the address or the key of a provider of the workspace.
 * @throws BrainError provider/not-found · request/invalid where a stored key would go to another address
 */
export async function updateProvider(ctx: WorkspaceContext, name: string, change: ProviderChange): Promise<ProviderView> {
  return ctx.transact(async (db) => {
    const row = await findProviderRow(db, name)
    if (!row) throw noProvider()
    const baseUrl = change.baseUrl === undefined ? row.baseUrl : change.baseUrl
    assertBaseUrl(ctx, row.kind, baseUrl)
    // Whoever could lead a stored key to a server of their own could read it.
    if (change.apiKey === undefined && row.keyId !== null && originOf(baseUrl) !== originOf(row.baseUrl)) throw keyNeeded()
    const key: Pick<ProviderRow, 'sealedKey' | 'keyId' | 'keyEnding'> =
      change.apiKey === undefined ? row : sealKey(ctx, row.id, change.apiKey)
    const { sealedKey, keyId, keyEnding } = key
    const updated = await updateProviderRow(db, name, { baseUrl, sealedKey, keyId, keyEnding }, ctx.app.now())
    if (!updated) throw noProvider()
    return viewProvider(ctx, updated)
  })
}

const originOf = (baseUrl: string | null): string => (baseUrl === null ? '' : new URL(baseUrl).origin)

export const noProvider = (): BrainError =>
  new BrainError('provider/not-found', 'The workspace has no provider of this name that it set up itself.')

function keyNeeded(): BrainError {
  const message = 'Enter the key again: it was given for another address.'
  return new BrainError('request/invalid', message, { errors: [{ path: 'apiKey', message }] })
}
