import type { ModelUsage } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { sumCalls } from './model-call-store.ts'

const dayMs = 86_400_000

/** What the calls of the last days used, by model. */
export async function getModelUsage(ctx: WorkspaceContext, days: number): Promise<{ since: string; models: ModelUsage[] }> {
  const since = new Date(ctx.app.now().getTime() - days * dayMs)
  return { since: since.toISOString(), models: await ctx.transact((db) => sumCalls(db, since)) }
}
