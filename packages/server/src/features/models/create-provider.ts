import { BrainError, type ProviderKind, type ProviderView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { assertBaseUrl } from './check-base-url.ts'
import { keyOwner } from './provider.ts'
import { countProviders, insertProvider, type ProviderRow } from './provider-store.ts'
import { viewProvider } from './view-models.ts'

const mostProviders = 50
const shownCharacters = 4

export interface NewProvider {
  readonly name: string
  readonly kind: ProviderKind
  readonly baseUrl: string | null
  readonly apiKey: string | null
}

/** Sets up a provider for the workspace. Its key is sealed before it is stored, and never told again. */
export async function createProvider(ctx: WorkspaceContext, wanted: NewProvider): Promise<ProviderView> {
  const { name, kind, baseUrl, apiKey } = wanted
  assertBaseUrl(ctx, kind, baseUrl)
  const { providers, localModel } = ctx.app.config.models
  if (providers.some((one) => one.name === name) || localModel?.name === name) throw nameTaken(name)
  const id = ctx.app.newId()
  const at = ctx.app.now()
  const row: ProviderRow = { id, name, kind, baseUrl, ...sealKey(ctx, id, apiKey), updatedAt: at }
  await ctx.transact(async (db) => {
    if ((await countProviders(db)) >= mostProviders)
      throw new BrainError(
        'request/invalid',
        `The workspace has ${mostProviders} providers already. Delete one that is not used.`,
      )
    if (!(await insertProvider(db, row, at))) throw nameTaken(name)
  })
  return viewProvider(ctx, row)
}

/** A key as it is stored: sealed for its row. Of a short one no end is shown, as that would be half of it. */
export function sealKey(
  ctx: WorkspaceContext,
  providerId: string,
  apiKey: string | null,
): Pick<ProviderRow, 'sealedKey' | 'keyId' | 'keyEnding'> {
  if (apiKey === null) return { sealedKey: null, keyId: null, keyEnding: null }
  const { text, keyId } = ctx.app.keyRing.seal(apiKey, keyOwner(ctx.workspaceId, providerId))
  return { sealedKey: text, keyId, keyEnding: apiKey.length >= 16 ? apiKey.slice(-shownCharacters) : null }
}

function nameTaken(name: string): BrainError {
  return new BrainError('provider/name-taken', `There is a provider of the name ${name} already. Choose another name.`)
}
