import { BrainError, type EvaluationSetView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { type EvaluationSet, findSet, listSetRows, lockSet } from './evaluation-set-store.ts'

const toSetView = ({ createdAt, ...set }: EvaluationSet): EvaluationSetView => ({ ...set, createdAt: createdAt.toISOString() })

const setNotFound = (id: string): BrainError =>
  new BrainError('evaluation/set-not-found', 'There is no such evaluation set in this workspace.', { id })

export async function listSets(ctx: WorkspaceContext): Promise<EvaluationSetView[]> {
  return (await ctx.transact(listSetRows)).map(toSetView)
}

/** @throws BrainError evaluation/set-not-found */
export async function getSet(ctx: WorkspaceContext, id: string): Promise<EvaluationSetView> {
  return ctx.transact((db) => viewSet(db, id))
}

/** @throws BrainError evaluation/set-not-found */
export async function viewSet(db: WorkspaceDb, id: string): Promise<EvaluationSetView> {
  const set = await findSet(db, id)
  if (!set) throw setNotFound(id)
  return toSetView(set)
}

/** Locked until the end of the transaction. @throws BrainError evaluation/set-not-found */
export async function holdSet(db: WorkspaceDb, id: string): Promise<void> {
  if (!(await lockSet(db, id))) throw setNotFound(id)
}
