import { BrainError, type EvaluationSetView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { authorOf } from './author.ts'
import { insertSet, renameSetRow } from './evaluation-set-store.ts'
import { holdSet, viewSet } from './get-set.ts'

/** @throws BrainError evaluation/name-taken */
export async function createSet(ctx: WorkspaceContext, name: string): Promise<EvaluationSetView> {
  const id = ctx.app.newId()
  return unlessTaken(name, () =>
    ctx.transact(async (db) => {
      await insertSet(db, { id, name, created_by: authorOf(ctx) })
      return viewSet(db, id)
    }),
  )
}

/** @throws BrainError evaluation/set-not-found · evaluation/name-taken */
export async function renameSet(ctx: WorkspaceContext, id: string, name: string): Promise<EvaluationSetView> {
  return unlessTaken(name, () =>
    ctx.transact(async (db) => {
      await holdSet(db, id)
      await renameSetRow(db, id, name)
      return viewSet(db, id)
    }),
  )
}

async function unlessTaken<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && 'constraint' in error && error.constraint === 'evaluation_sets_name')
      throw new BrainError('evaluation/name-taken', 'Another evaluation set has this name.', { name })
    throw error
  }
}
