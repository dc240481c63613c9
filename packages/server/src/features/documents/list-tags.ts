import type { WorkspaceContext } from '#platform/context'
import { countTags } from './document-list-store.ts'

/** The tags in use among the documents that one may read, by the alphabet. */
export async function listTags(ctx: WorkspaceContext): Promise<{ tags: { tag: string; documents: number }[] }> {
  return { tags: await ctx.transact((db) => countTags(db)) }
}
