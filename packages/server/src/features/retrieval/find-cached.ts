import { findReadingState } from '#documents'
import { cacheKey } from '#platform/cache'
import type { WorkspaceContext } from '#platform/context'

interface Findings {
  /** Found by words alone because the embedding model was away. */
  readonly isDegraded: boolean
}

/**
 * What is found, given again to whoever looks for the same while nothing changes that may be found, and may read the same.
 * @param asked the way of looking and all that decides what it finds, as JSON has it
 */
export async function findCached<T extends Findings>(
  ctx: WorkspaceContext,
  asked: readonly unknown[],
  find: () => Promise<T>,
): Promise<{ readonly found: T; readonly isKnown: boolean }> {
  const { cache } = ctx.app
  if (!cache.isOn || ctx.actor.kind !== 'member') return { found: await find(), isKnown: false }
  const state = await ctx.read(findReadingState)
  let isKnown = true
  const space = { workspaceId: ctx.workspaceId, kind: 'search', version: state.corpusVersion } as const
  const found = await cache.getOrMake(space, cacheKey([state.access, ...asked]), async () => {
    isKnown = false
    const value = await find()
    return { value, mayKeep: await mayKeep(ctx, value, state) }
  })
  return { found, isKnown }
}

/** Not what was found while something changed, nor what was found by words because a model was away for a moment. */
async function mayKeep(
  ctx: WorkspaceContext,
  { isDegraded }: Findings,
  before: { corpusVersion: number; access: string },
): Promise<boolean> {
  if (isDegraded) return false
  const now = await ctx.read(findReadingState)
  return now.corpusVersion === before.corpusVersion && now.access === before.access
}
