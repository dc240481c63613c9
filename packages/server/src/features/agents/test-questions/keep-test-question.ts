import { BrainError, type TestQuestionView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { agentNotFound } from '../agent.ts'
import { lockAgent } from '../agent-store.ts'
import { getLivingAgent } from '../get-agent.ts'
import {
  countTestQuestions,
  deleteTestQuestion,
  findTestQuestion,
  insertTestQuestion,
  listTestQuestionRows,
  type TestQuestion,
  updateTestQuestionRow,
} from './test-question-store.ts'

const maxTestQuestions = 100

/** @throws BrainError agent/not-found */
export async function listTestQuestions(ctx: WorkspaceContext, agentId: string): Promise<{ questions: TestQuestionView[] }> {
  return ctx.transact(async (db) => {
    await getLivingAgent(db, agentId)
    return { questions: (await listTestQuestionRows(db, agentId)).map(viewTestQuestion) }
  })
}

/** @throws BrainError agent/not-found · agent/too-many-test-questions */
export async function addTestQuestion(
  ctx: WorkspaceContext,
  agentId: string,
  { question, expectation = '' }: { question: string; expectation?: string | undefined },
): Promise<TestQuestionView> {
  const id = ctx.app.newId()
  return ctx.transact(async (db) => {
    // Locked, so that two at once do not both find the last place free.
    if (!(await lockAgent(db, agentId))) throw agentNotFound()
    if ((await countTestQuestions(db, agentId)) >= maxTestQuestions)
      throw new BrainError('agent/too-many-test-questions', `An agent has at most ${maxTestQuestions} test questions.`)
    await insertTestQuestion(db, { id, agent_id: agentId, question, expectation })
    return viewTestQuestion(await getTestQuestion(db, agentId, id))
  })
}

/** @throws BrainError test-question/not-found */
export async function updateTestQuestion(
  ctx: WorkspaceContext,
  { id: agentId, questionId }: { id: string; questionId: string },
  { question, expectation }: { question?: string | undefined; expectation?: string | undefined },
): Promise<TestQuestionView> {
  return ctx.transact(async (db) => {
    const before = await getTestQuestion(db, agentId, questionId)
    const change = { question: question ?? before.question, expectation: expectation ?? before.expectation }
    await updateTestQuestionRow(db, questionId, change)
    return viewTestQuestion({ ...before, ...change })
  })
}

/** @throws BrainError test-question/not-found */
export async function removeTestQuestion(
  ctx: WorkspaceContext,
  { id: agentId, questionId }: { id: string; questionId: string },
): Promise<void> {
  await ctx.transact(async (db) => {
    await getTestQuestion(db, agentId, questionId)
    await deleteTestQuestion(db, questionId)
  })
}

async function getTestQuestion(db: WorkspaceDb, agentId: string, id: string): Promise<TestQuestion> {
  const found = await findTestQuestion(db, agentId, id)
  if (!found) throw new BrainError('test-question/not-found', 'There is no such test question of this agent.')
  return found
}

const viewTestQuestion = ({ createdAt, ...rest }: TestQuestion): TestQuestionView => ({
  ...rest,
  createdAt: createdAt.toISOString(),
})
