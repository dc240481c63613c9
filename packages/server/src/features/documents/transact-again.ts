import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'

const attempts = 4
const uniqueNames = ['brain_documents_content', 'brain_documents_source', 'collections_name']

/**
 * Runs a transaction, and once more when another one took the same content, source or name between its look and its write: the
 * second look finds what the other one made.
 */
export async function transactAgain<T>(ctx: WorkspaceContext, work: (db: WorkspaceDb) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ctx.transact(work)
    } catch (error) {
      if (attempt === attempts || !uniqueNames.some((name) => breaksConstraint(error, name))) throw error
    }
  }
}

/** Whether a statement was refused by this constraint or unique index. */
export function breaksConstraint(error: unknown, name: string): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === name
}
