import { BrainError, type TestComparison, type TestRunView } from '@brain-ai/contract'
import { z } from 'zod'
import { getAgentAtVersion, getLivingAgent, listTestQuestionRows } from '#agents'
import { createWorkspaceContext, type WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { enqueue, type Job, type JobFailure, jobKind, requestCancel } from '#platform/jobs'
import { findRoleOf } from '#workspaces'
import { type Answering, answerRun, collectionsFor } from '../answering.ts'
import { memberId } from '../conversations/conversation.ts'
import type { RunRequest } from '../runs/answer.ts'
import { selectAnswers } from '../runs/answer-store.ts'
import { viewAnswers } from '../runs/view-answers.ts'
import {
  endTestRun,
  findTestRun,
  insertTestRun,
  listTestResults,
  listTestRunRows,
  setTestAnswer,
  type TestResult,
  type TestRun,
} from './test-run-store.ts'

const payload = z.object({ testRunId: z.uuid() })
export const testAgentKind = jobKind({ queue: 'answers.test-agent', payload })

const testRunNotFound = () => new BrainError('test-run/not-found', 'There is no such test run of this agent.')

/** @throws BrainError agent/not-found */
export async function listTestRuns(ctx: WorkspaceContext, agentId: string): Promise<{ runs: TestRunView[] }> {
  return ctx.transact(async (db) => {
    await getLivingAgent(db, agentId)
    return { runs: (await listTestRunRows(db, { agentId, userId: memberId(ctx) })).map(viewTestRun) }
  })
}

/**
 * Asks the test questions of two versions, in a job and with the rights of whoever starts it.
 * @throws BrainError agent/not-found · agent/version-not-found · agent/no-test-questions · test-question/not-found
 */
export async function startTestRun(
  ctx: WorkspaceContext,
  agentId: string,
  { versions, questions: chosen }: { versions: number[]; questions?: string[] | undefined },
): Promise<TestRunView> {
  const id = ctx.app.newId()
  return ctx.transact(async (db) => {
    await getLivingAgent(db, agentId)
    for (const version of versions) await getAgentAtVersion(db, agentId, version)
    const all = await listTestQuestionRows(db, agentId)
    const questions = chosen === undefined ? all : all.filter((question) => chosen.includes(question.id))
    if (chosen !== undefined && questions.length < new Set(chosen).size)
      throw new BrainError('test-question/not-found', 'There is no such test question of this agent.')
    if (questions.length === 0)
      throw new BrainError('agent/no-test-questions', 'Keep a question first by which the versions are compared.')
    await insertTestRun(db, { id, agent_id: agentId, user_id: memberId(ctx), versions }, questions)
    await enqueue(db, testAgentKind, { testRunId: id }, { dedupeKey: id })
    return viewTestRun((await findTestRun(db, id))!)
  })
}

/** @throws BrainError test-run/not-found */
export async function getTestRun(
  ctx: WorkspaceContext,
  of: { id: string; runId: string },
): Promise<{ run: TestRunView; comparisons: TestComparison[] }> {
  return ctx.transact(async (db) => {
    const run = await getOwn(ctx, db, of)
    const results = await listTestResults(db, run.id)
    const ids = results.flatMap(({ messageId }) => (messageId === null ? [] : [messageId]))
    const rows = ids.length === 0 ? [] : await selectAnswers(db).where('m.id', 'in', ids).execute()
    const answers = new Map((await viewAnswers(db, rows)).map((answer) => [answer.id, answer]))
    const answerTo = (messageId: string | null) => (messageId !== null && answers.get(messageId)) || null
    const comparisons = results
      .filter(({ side }) => side === 0)
      .map(({ position, questionId, question, expectation }) => ({
        questionId,
        question,
        expectation,
        answers: results.filter((one) => one.position === position).map(({ messageId }) => answerTo(messageId)),
      }))
    return { run: viewTestRun(run), comparisons }
  })
}

/** What is answered stays. @throws BrainError test-run/not-found */
export async function cancelTestRun(ctx: WorkspaceContext, of: { id: string; runId: string }): Promise<TestRunView> {
  return ctx.transact(async (db) => {
    const run = await getOwn(ctx, db, of)
    await requestCancel(db, testAgentKind, run.id)
    await endTestRun(db, run.id, 'cancelled')
    return viewTestRun((await findTestRun(db, run.id))!)
  })
}

/** Answers what is not answered yet, one after the other; after a crash it goes on where it was. */
export async function testAgent(
  ctx: WorkspaceContext,
  answering: Answering,
  { testRunId }: z.infer<typeof payload>,
  job: Job,
): Promise<void> {
  const found = await ctx.transact(async (db) => {
    const run = await findTestRun(db, testRunId)
    return run && { run, results: await listTestResults(db, testRunId), role: await findRoleOf(db, run.userId) }
  })
  if (found?.run.state !== 'running') return
  const { run, results, role } = found
  if (!role) return job.finish((db) => endTestRun(db, run.id, 'failed'))
  const actor = { kind: 'member', userId: run.userId, role } as const
  const asker = createWorkspaceContext(ctx.app, { workspaceId: ctx.workspaceId, actor, signal: ctx.signal, log: ctx.log })
  for (const [i, result] of results.entries()) {
    if (result.messageId === null) await answerOne(asker, answering, run, result, job)
    job.reportProgress((i + 1) / results.length)
  }
  await job.finish((db) => endTestRun(db, run.id, 'complete'))
}

async function answerOne(
  asker: WorkspaceContext,
  answering: Answering,
  run: TestRun,
  result: TestResult,
  job: Job,
): Promise<void> {
  const { registry } = answering
  const agent = await asker.transact((db) => getAgentAtVersion(db, run.agentId, run.versions[result.side]!))
  const request: RunRequest = {
    id: asker.app.newId(),
    question: result.question,
    agent,
    collections: collectionsFor(agent, undefined),
    conversationId: null,
    questionId: null,
    followsId: null,
    idempotencyKey: undefined,
    replay: undefined,
  }
  const token = await asker.transact((db) => registry.reserve(db, run.userId, request, agent.settings.model))
  const live = registry.begin(asker, request, answerRun, token)
  const stop = () => live.abort(asker.signal.reason)
  asker.signal.addEventListener('abort', stop)
  // An answer that failed is a result too: it is shown as such.
  await live.ended.finally(() => asker.signal.removeEventListener('abort', stop))
  asker.signal.throwIfAborted()
  await job.checkpoint((db) => setTestAnswer(db, { ...result, runId: run.id }, request.id))
}

/** Tells a test run whose job was given up. */
export const failTestRun = (db: WorkspaceDb, { testRunId }: z.infer<typeof payload>, _failure: JobFailure) =>
  endTestRun(db, testRunId, 'failed')

async function getOwn(ctx: WorkspaceContext, db: WorkspaceDb, { id, runId }: { id: string; runId: string }): Promise<TestRun> {
  const run = await findTestRun(db, runId)
  if (!run || run.agentId !== id || run.userId !== memberId(ctx)) throw testRunNotFound()
  return run
}

const viewTestRun = ({ userId: _, createdAt, finishedAt, ...run }: TestRun): TestRunView => ({
  ...run,
  createdAt: createdAt.toISOString(),
  finishedAt: finishedAt?.toISOString() ?? null,
})
