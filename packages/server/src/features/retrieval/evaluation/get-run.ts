import { BrainError, type EvaluationResultView, type EvaluationRunView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { requestCancel } from '#platform/jobs'
import { authorOf } from './author.ts'
import { viewSet } from './get-set.ts'
import { evaluateKind, isActive, toRunView } from './run.ts'
import {
  deleteRunRow,
  findOwnRun,
  listResults,
  listRunRows,
  type ResultFilter,
  type RunRow,
  updateActiveRun,
} from './run-store.ts'

/** One's own, newest first. @throws BrainError evaluation/set-not-found */
export async function listRuns(ctx: WorkspaceContext, setId: string): Promise<EvaluationRunView[]> {
  return ctx.transact(async (db) => {
    await viewSet(db, setId)
    return (await listRunRows(db, setId, authorOf(ctx))).map(toRunView)
  })
}

/** @throws BrainError evaluation/run-not-found, also for one that somebody else started */
export async function getRun(ctx: WorkspaceContext, setId: string, id: string): Promise<EvaluationRunView> {
  return ctx.transact(async (db) => toRunView(await getOwnRun(ctx, db, setId, id)))
}

/** @throws BrainError evaluation/run-not-found */
export async function listRunResults(
  ctx: WorkspaceContext,
  setId: string,
  id: string,
  page: { only?: ResultFilter | undefined; offset: number; limit: number },
): Promise<{ results: EvaluationResultView[]; total: number }> {
  return ctx.transact(async (db) => {
    await getOwnRun(ctx, db, setId, id)
    return listResults(db, id, page)
  })
}

/** From the commit on the run writes nothing more. @throws BrainError evaluation/run-not-found · evaluation/not-running */
export async function cancelRun(ctx: WorkspaceContext, setId: string, id: string): Promise<EvaluationRunView> {
  return ctx.transact(async (db) => {
    await getOwnRun(ctx, db, setId, id)
    await requestCancel(db, evaluateKind, id)
    if (!(await updateActiveRun(db, id, { state: 'cancelled' })))
      throw new BrainError('evaluation/not-running', 'This run has ended already.', { id })
    return toRunView(await getOwnRun(ctx, db, setId, id))
  })
}

/** @throws BrainError evaluation/run-not-found */
export async function deleteRun(ctx: WorkspaceContext, setId: string, id: string): Promise<void> {
  await ctx.transact(async (db) => {
    const run = await getOwnRun(ctx, db, setId, id)
    if (isActive(run)) await requestCancel(db, evaluateKind, id)
    await deleteRunRow(db, id)
  })
}

async function getOwnRun(ctx: WorkspaceContext, db: WorkspaceDb, setId: string, id: string): Promise<RunRow> {
  const run = await findOwnRun(db, setId, id, authorOf(ctx))
  if (!run) throw new BrainError('evaluation/run-not-found', 'You have no such run of this evaluation set.', { id })
  return run
}
