import { BrainError } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { ProviderSpec } from '#platform/llm'
import { specOfInstance, specOfRow } from './provider.ts'
import { findProviderRow, type ProviderRow } from './provider-store.ts'

/**
 * How a provider is reached, by its name: one that the workspace set up itself comes first. Undefined: there is none.
 * @throws BrainError model/refused when its key does not open with the secret of the installation
 */
export async function findProvider(ctx: WorkspaceContext, name: string): Promise<ProviderSpec | undefined> {
  const row = await ctx.transact((db) => findProviderRow(db, name))
  return row ? openRow(ctx, row) : findInstanceProvider(ctx, name)
}

/** One that the installation has for all workspaces. */
export function findInstanceProvider(ctx: WorkspaceContext, name: string): ProviderSpec | undefined {
  const instance = ctx.app.config.models.providers.find((one) => one.name === name)
  return instance && specOfInstance(instance)
}

/** @throws BrainError model/refused when the key does not open with the secret of the installation */
export function openRow(ctx: WorkspaceContext, row: ProviderRow): ProviderSpec {
  const spec = specOfRow(row, ctx.workspaceId, ctx.app.keyRing)
  if (spec) return spec
  ctx.log.error(
    { provider: row.name, keyId: row.keyId },
    'the key of a model provider does not open: another BRAIN_SECRET_KEY sealed it',
  )
  throw new BrainError('model/refused', 'The stored key of the model provider cannot be opened any more. Enter it again.', {
    provider: row.name,
    fault: 'key-lost',
    isRetryable: false,
  })
}
