import type { WorkspaceContext } from '#platform/context'
import { assertFlowLeft } from '#workspaces'

/**
 * Refuses a call to a model once the tokens of the month are used up. What a call will use is not known before, so the last one may
 * pass the limit.
 * @throws BrainError limit/reached
 */
export async function assertTokensLeft(ctx: WorkspaceContext): Promise<void> {
  if (ctx.limits?.tokens === null) return
  await ctx.transact((db) => assertFlowLeft(db, ctx.app.now(), 'tokens'))
}
