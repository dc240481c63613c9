import { BrainError, defaultRetrievalOptions, type EvaluationRunView, type RetrievalOptions } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { enqueue } from '#platform/jobs'
import { authorOf } from './author.ts'
import { holdSet } from './get-set.ts'
import { countQuestions } from './question-store.ts'
import { evaluateKind, isActive, toRunView } from './run.ts'
import { deleteOldRuns, findRun, insertRun, listRunRows } from './run-store.ts'

const keptRuns = 50

/**
 * Begins to measure the questions that the member sees, with one setting or with two to be compared; a job does it with the eyes of that
 * member.
 * @throws BrainError evaluation/set-not-found · evaluation/set-empty · evaluation/already-running
 */
export async function startRun(
  ctx: WorkspaceContext,
  setId: string,
  settings: { a?: RetrievalOptions | undefined; b?: RetrievalOptions | undefined },
): Promise<EvaluationRunView> {
  const startedBy = authorOf(ctx)
  return ctx.transact(async (db) => {
    await holdSet(db, setId)
    const questions = await countQuestions(db, setId)
    if (questions === 0)
      throw new BrainError('evaluation/set-empty', 'There is no question in this evaluation set that you may see.')
    if ((await listRunRows(db, setId, startedBy)).some(isActive))
      throw new BrainError(
        'evaluation/already-running',
        'You are measuring with this set already. Wait for the end, or cancel that run.',
      )
    await deleteOldRuns(db, setId, startedBy, keptRuns - 1)
    const id = ctx.app.newId()
    await insertRun(db, { id, setId, startedBy, a: settings.a ?? defaultRetrievalOptions, b: settings.b ?? null, questions })
    await enqueue(db, evaluateKind, { runId: id }, { dedupeKey: id })
    return toRunView((await findRun(db, id))!)
  })
}
