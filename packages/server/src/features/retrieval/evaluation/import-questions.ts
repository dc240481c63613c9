import { BrainError } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { storeQuestions } from './add-questions.ts'
import { holdSet } from './get-set.ts'
import { type LineProblem, parseCollection, parseJsonl } from './parse-questions.ts'
import { type ResolvedDocument, resolveExpected } from './resolve-expected.ts'

const shownProblems = 50

export type QuestionFiles = { readonly jsonl: string } | { readonly queries: string; readonly qrels: string }

/**
 * Adds many questions at once, all of them or none. Importing again adds only what is missing.
 * @throws BrainError evaluation/set-not-found · evaluation/set-full · evaluation/import-invalid, whose `errors` name each line
 */
export async function importQuestions(
  ctx: WorkspaceContext,
  setId: string,
  files: QuestionFiles,
): Promise<{ added: number; extended: number; unchanged: number }> {
  const isJsonl = 'jsonl' in files
  const { questions, problems } = isJsonl ? parseJsonl(files.jsonl) : parseCollection(files)
  return ctx.transact(async (db) => {
    await holdSet(db, setId)
    if (problems.length > 0) throw importInvalid(problems)
    const results = await resolveExpected(
      db,
      questions.flatMap(({ expected }) => expected),
    )
    const lines = questions.flatMap(({ expectedLines }) => expectedLines)
    const wrong = results.flatMap((result, i): LineProblem[] =>
      'code' in result ? [{ file: isJsonl ? 'jsonl' : 'qrels', line: lines[i]!, message: result.message }] : [],
    )
    if (wrong.length > 0) throw importInvalid(wrong)
    const resolved = (results as ResolvedDocument[]).values()
    const stored = await storeQuestions(
      ctx,
      db,
      setId,
      questions.map((question) => ({ ...question, expected: question.expected.map(() => resolved.next().value!) })),
    )
    const count = (wanted: string) => stored.filter(({ outcome }) => outcome === wanted).length
    return { added: count('added'), extended: count('extended'), unchanged: count('unchanged') }
  })
}

function importInvalid(problems: readonly LineProblem[]): BrainError {
  const lines = problems.length === 1 ? '1 line' : `${problems.length} lines`
  return new BrainError('evaluation/import-invalid', `Nothing was imported: ${lines} cannot be. Correct them and import again.`, {
    lines: problems.length,
    errors: problems.slice(0, shownProblems).map(({ file, line, message }) => ({ path: `${file} line ${line}`, message })),
  })
}
