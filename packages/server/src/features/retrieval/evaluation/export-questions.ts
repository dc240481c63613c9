import type { WorkspaceContext } from '#platform/context'
import { viewSet } from './get-set.ts'
import { listAllQuestionRows, listExpectations } from './question-store.ts'

/** The questions of a set that one may see, as text. @throws BrainError evaluation/set-not-found */
export async function exportQuestions(
  ctx: WorkspaceContext,
  setId: string,
  format: 'jsonl' | 'queries' | 'qrels',
): Promise<string> {
  const { rows, expectations } = await ctx.transact(async (db) => {
    await viewSet(db, setId)
    const rows = await listAllQuestionRows(db, setId)
    const ids = rows.map(({ id }) => id)
    return { rows, expectations: await listExpectations(db, ids) }
  })
  if (format === 'queries') return lines(rows.map(({ id, question }) => JSON.stringify({ _id: id, text: question })))
  if (format === 'qrels')
    return lines([
      'query-id\tcorpus-id\tscore',
      ...expectations.map(({ questionId, documentId, relevance }) => `${questionId}\t${documentId}\t${relevance}`),
    ])
  const byQuestion = Map.groupBy(expectations, ({ questionId }) => questionId)
  return lines(
    rows.map(({ id, question, language, notes }) =>
      JSON.stringify({
        question,
        language,
        ...(notes !== '' && { notes }),
        expected: (byQuestion.get(id) ?? []).map(({ documentId, source, title, quote, relevance }) => ({
          document: documentId,
          ...(source !== null && { source }),
          title,
          ...(quote !== '' && { quote }),
          relevance,
        })),
      }),
    ),
  )
}

const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('')
