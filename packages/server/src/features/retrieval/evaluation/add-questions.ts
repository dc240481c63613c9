import { BrainError, type EvaluationQuestionView } from '@brain-ai/contract'
import { detectLanguage } from '#documents'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { authorOf } from './author.ts'
import { holdSet } from './get-set.ts'
import { viewQuestions } from './list-questions.ts'
import {
  insertExpectations,
  insertQuestions,
  listAllQuestionRows,
  listExpectations,
  lockQuestion,
  type NewExpectationRow,
  type NewQuestionRow,
} from './question-store.ts'
import { assertResolved, type NamedDocument, type ResolvedDocument, resolveExpected } from './resolve-expected.ts'

const maxQuestions = 2_000

/** A question with what it expects, as somebody names it. */
export interface QuestionToAdd {
  readonly question: string
  readonly language?: string | undefined
  readonly notes: string
  readonly expected: readonly NamedDocument[]
}

/**
 * Adds a question to a set. Where the set has it already, what it expects is added to that one, so that a hit or a good answer can be
 * put into the set at any time.
 * @throws BrainError evaluation/set-not-found · document/not-found, also for one that the author may not read ·
 * evaluation/document-ambiguous · evaluation/quote-not-found · evaluation/set-full
 */
export async function addEvaluationQuestion(
  ctx: WorkspaceContext,
  setId: string,
  question: QuestionToAdd,
): Promise<EvaluationQuestionView> {
  return ctx.transact(async (db) => {
    await holdSet(db, setId)
    const expected = assertResolved(await resolveExpected(db, question.expected))
    const [added] = await storeQuestions(ctx, db, setId, [{ ...question, expected }])
    return (await viewQuestions(db, [(await lockQuestion(db, setId, added!.id))!]))[0]!
  })
}

export type AddedQuestion = { readonly id: string; readonly outcome: 'added' | 'extended' | 'unchanged' }

/** Writes questions whose expected documents are known into a set that the caller has locked. @throws BrainError evaluation/set-full */
export async function storeQuestions(
  ctx: WorkspaceContext,
  db: WorkspaceDb,
  setId: string,
  questions: readonly (Omit<QuestionToAdd, 'expected'> & { readonly expected: readonly ResolvedDocument[] })[],
): Promise<AddedQuestion[]> {
  const present = await listAllQuestionRows(db, setId)
  const idOf = new Map(present.map(({ id, question }) => [sameness(question), id]))
  const met = present.filter(({ question }) => questions.some((given) => sameness(given.question) === sameness(question)))
  const known = await listExpectations(
    db,
    met.map(({ id }) => id),
  )
  const expectedOf = new Map<string, Set<string>>()
  for (const row of known) expectedBy(expectedOf, row.questionId).add(expectationKey(row))

  const newRows: NewQuestionRow[] = []
  const newExpectations: NewExpectationRow[] = []
  const ids = Array.from(questions, () => ctx.app.newId()).toSorted()
  const added = questions.map(({ question, language, notes, expected }, i): AddedQuestion => {
    const presentId = idOf.get(sameness(question))
    const id = presentId ?? ids[i]!
    if (presentId === undefined) {
      newRows.push({ id, question, language: language ?? detectLanguage(question), notes })
      idOf.set(sameness(question), id)
    }
    const before = newExpectations.length
    for (const one of expected) {
      const keys = expectedBy(expectedOf, id)
      if (keys.has(expectationKey(one))) continue
      keys.add(expectationKey(one))
      newExpectations.push({ ...one, id: ctx.app.newId(), questionId: id })
    }
    const isExtended = newExpectations.length > before
    return { id, outcome: presentId === undefined ? 'added' : isExtended ? 'extended' : 'unchanged' }
  })
  if (present.length + newRows.length > maxQuestions)
    throw new BrainError('evaluation/set-full', `An evaluation set holds at most ${maxQuestions} questions.`, { maxQuestions })
  await insertQuestions(db, setId, authorOf(ctx), newRows)
  await insertExpectations(db, newExpectations)
  return added
}

/** Spaces and upper case make no other question. */
export const sameness = (question: string): string => question.replace(/\s+/g, ' ').trim().toLowerCase()

const expectationKey = ({ documentId, quote }: { documentId: string; quote: string }): string => `${documentId} ${quote}`

function expectedBy(expectedOf: Map<string, Set<string>>, questionId: string): Set<string> {
  const keys = expectedOf.get(questionId) ?? new Set<string>()
  expectedOf.set(questionId, keys)
  return keys
}
