import type { WorkspaceContext } from '#platform/context'
import { deleteSetRow } from './evaluation-set-store.ts'
import { holdSet } from './get-set.ts'

/** Deletes a set with its questions and runs; a run that is under way finds nothing more to write to. */
export async function deleteSet(ctx: WorkspaceContext, id: string): Promise<void> {
  await ctx.transact(async (db) => {
    await holdSet(db, id)
    await deleteSetRow(db, id)
  })
}
