import { BrainError, type EvaluationQuestionView, type ExpectedView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { viewSet } from './get-set.ts'
import { type ExpectationRow, listExpectations, listQuestionRows, lockQuestion, type QuestionRow } from './question-store.ts'

/** One page of the questions that one may see, in the order in which they came. @throws BrainError evaluation/set-not-found */
export async function listQuestions(
  ctx: WorkspaceContext,
  setId: string,
  page: { q?: string | undefined; offset: number; limit: number },
): Promise<{ questions: EvaluationQuestionView[]; total: number }> {
  return ctx.transact(async (db) => {
    await viewSet(db, setId)
    const { rows, total } = await listQuestionRows(db, setId, page)
    return { questions: await viewQuestions(db, rows), total }
  })
}

export async function viewQuestions(db: WorkspaceDb, rows: readonly QuestionRow[]): Promise<EvaluationQuestionView[]> {
  const expectations = await listExpectations(
    db,
    rows.map(({ id }) => id),
  )
  const byQuestion = Map.groupBy(expectations, ({ questionId }) => questionId)
  return rows.map(({ createdAt, ...row }) => ({
    ...row,
    expected: (byQuestion.get(row.id) ?? []).map(toExpectedView),
    createdAt: createdAt.toISOString(),
  }))
}

const toExpectedView = ({ documentId, title, quote, relevance, state }: ExpectationRow): ExpectedView => ({
  documentId,
  title,
  quote,
  relevance,
  state,
})

/** Locked until the end of the transaction. @throws BrainError evaluation/question-not-found, also where one may not see it */
export async function holdQuestion(db: WorkspaceDb, setId: string, id: string): Promise<QuestionRow> {
  const row = await lockQuestion(db, setId, id)
  if (!row) throw new BrainError('evaluation/question-not-found', 'There is no such question in this evaluation set.', { id })
  return row
}
