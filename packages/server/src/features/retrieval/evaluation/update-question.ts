import { BrainError, type EvaluationQuestionView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { sameness } from './add-questions.ts'
import { holdSet } from './get-set.ts'
import { holdQuestion, viewQuestions } from './list-questions.ts'
import {
  deleteExpectations,
  deleteQuestionRow,
  insertExpectations,
  listAllQuestionRows,
  updateQuestionRow,
} from './question-store.ts'
import { assertResolved, type NamedDocument, resolveExpected } from './resolve-expected.ts'

export interface QuestionChange {
  readonly question?: string | undefined
  readonly language?: string | undefined
  readonly notes?: string | undefined
  /** Replaces what it expected so far, as far as the one who changes it sees that. */
  readonly expected?: readonly NamedDocument[] | undefined
}

/** @throws BrainError as for a question that is added · evaluation/question-not-found · evaluation/question-present */
export async function updateQuestion(
  ctx: WorkspaceContext,
  setId: string,
  id: string,
  change: QuestionChange,
): Promise<EvaluationQuestionView> {
  return ctx.transact(async (db) => {
    await holdSet(db, setId)
    await holdQuestion(db, setId, id)
    const { expected, ...rest } = change
    const others = change.question === undefined ? [] : await listAllQuestionRows(db, setId)
    if (others.some((other) => other.id !== id && sameness(other.question) === sameness(change.question!)))
      throw new BrainError('evaluation/question-present', 'Another question of this set has the same words.', { id })
    const values = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
    if (Object.keys(values).length > 0) await updateQuestionRow(db, id, values)
    if (expected !== undefined) {
      const resolved = assertResolved(await resolveExpected(db, expected))
      const unique = new Map(resolved.map((one) => [`${one.documentId} ${one.quote}`, one]))
      // The new ones first: who sees the question by what it expects must not lose sight of it in between.
      const rows = [...unique.values()].map((one) => ({ ...one, id: ctx.app.newId(), questionId: id }))
      await insertExpectations(db, rows)
      await deleteExpectations(
        db,
        id,
        rows.map((row) => row.id),
      )
    }
    return (await viewQuestions(db, [await holdQuestion(db, setId, id)]))[0]!
  })
}

/** @throws BrainError evaluation/set-not-found · evaluation/question-not-found */
export async function deleteQuestion(ctx: WorkspaceContext, setId: string, id: string): Promise<void> {
  await ctx.transact(async (db) => {
    await holdSet(db, setId)
    await holdQuestion(db, setId, id)
    await deleteQuestionRow(db, id)
  })
}
