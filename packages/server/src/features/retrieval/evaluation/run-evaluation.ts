import type { RetrievalOptions } from '@brain-ai/contract'
import { createWorkspaceContext, type WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import type { Job, JobFailure } from '#platform/jobs'
import { findMember } from '#workspaces'
import { retrievePassages } from '../retrieve-passages.ts'
import { type Target, targetOf } from './judge-ranking.ts'
import { listAllQuestionRows, listExpectations } from './question-store.ts'
import { measureRanking } from './ranking-measures.ts'
import { isActive, optionsOf } from './run.ts'
import { findRun, insertResults, listResultRows, type ResultRow, type RunRow, updateActiveRun } from './run-store.ts'
import { summarizeRun } from './summarize-run.ts'

/** How far down a ranking is measured. */
const depth = 100
const questionsPerCheckpoint = 20

interface QuestionToMeasure {
  readonly id: string
  readonly question: string
  readonly target: Target | undefined
}

/**
 * Asks the questions of a run with its settings, with the eyes of the member who started it. What was measured is kept every few
 * questions: a run that was broken off goes on there.
 */
export async function runEvaluation(ctx: WorkspaceContext, { runId }: { runId: string }, job: Job): Promise<void> {
  const found = await ctx.transact(async (db) => {
    const run = await findRun(db, runId)
    return run && { run, member: await findMember(db, run.startedBy) }
  })
  // Deleted, or cancelled, since it was enqueued.
  if (!found?.member || !isActive(found.run)) return
  const { run, member } = found
  const reader = createWorkspaceContext(ctx.app, {
    workspaceId: ctx.workspaceId,
    actor: { kind: 'member', userId: member.userId, role: member.role },
    signal: ctx.signal,
    log: ctx.log,
  })
  const questions = await reader.transact((db) => listQuestionsToMeasure(db, run))
  const measured = new Set((await ctx.transact((db) => listResultRows(db, runId))).map(({ questionId }) => questionId))
  const pending = questions.filter(({ id, target }) => target !== undefined && !measured.has(id))
  const skipped = questions.filter(({ target }) => target === undefined).length
  let done = questions.length - pending.length
  await job.checkpoint((db) => updateActiveRun(db, runId, { state: 'running', questions: questions.length, done, skipped }))
  for (let from = 0; from < pending.length; from += questionsPerCheckpoint) {
    const results: ResultRow[] = []
    for (const question of pending.slice(from, from + questionsPerCheckpoint)) {
      ctx.signal.throwIfAborted()
      results.push(await measureQuestion(reader, question, run))
    }
    done += results.length
    const goesOn = await job.checkpoint(async (db) => {
      await insertResults(db, runId, results)
      return updateActiveRun(db, runId, { done })
    }, done / questions.length)
    // The run was deleted, perhaps with its whole set.
    if (!goesOn) return
  }
  const results = await ctx.transact((db) => listResultRows(db, runId))
  const summary = summarizeRun(results, run.optionsB !== null)
  await job.finish(async (db) => {
    await updateActiveRun(db, runId, { state: 'done', summary })
  })
}

/** Tells a run that it cannot be measured. */
export async function failRun(db: WorkspaceDb, { runId }: { runId: string }, failure: JobFailure): Promise<void> {
  await updateActiveRun(db, runId, { state: 'failed', failure_code: failure.code, failure_message: failure.message })
}

/** What each question expects is looked up anew: documents come, go and change. */
async function listQuestionsToMeasure(db: WorkspaceDb, run: RunRow): Promise<QuestionToMeasure[]> {
  const rows = await listAllQuestionRows(db, run.setId)
  const ids = rows.map(({ id }) => id)
  const ready = (await listExpectations(db, ids)).filter(({ state }) => state === 'ready')
  const byQuestion = Map.groupBy(ready, ({ questionId }) => questionId)
  return rows.map(({ id, question }) => ({ id, question, target: targetOf(byQuestion.get(id) ?? []) }))
}

async function measureQuestion(
  reader: WorkspaceContext,
  { id, question, target }: QuestionToMeasure,
  run: RunRow,
): Promise<ResultRow> {
  const measure = async (options: RetrievalOptions) => {
    const { passages } = await retrievePassages(reader, { question, limit: depth, ...options })
    return measureRanking(target!.nameRanked(passages), target!.judgements)
  }
  const { a, b } = optionsOf(run)
  return { questionId: id, a: await measure(a), b: b && (await measure(b)) }
}
