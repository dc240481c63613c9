import { NewEvaluationQuestion } from '@brain-ai/contract'
import { z } from 'zod'
import type { QuestionToAdd } from './add-questions.ts'

/** A question with the line that it came from. */
export interface ParsedQuestion extends QuestionToAdd {
  readonly line: number
  /** For each expected document the line that named it. */
  readonly expectedLines: readonly number[]
}

/** A line that cannot be imported; `file` where several were given. */
export interface LineProblem {
  readonly file: 'jsonl' | 'queries' | 'qrels'
  readonly line: number
  readonly message: string
}

export interface ParsedQuestions {
  readonly questions: readonly ParsedQuestion[]
  readonly problems: readonly LineProblem[]
}

// As it is exported, an expected document has its id, and besides its source and title for another installation.
const ExportedDocument = NewEvaluationQuestion.shape.expected.element.extend({
  source: z.string().nullish(),
  title: z.string().nullish(),
})
const Line = NewEvaluationQuestion.extend({ expected: z.array(ExportedDocument).min(1).max(100) })
const Query = z.object({ _id: z.union([z.string().min(1), z.number()]), text: NewEvaluationQuestion.shape.question })

/** One question a line: {"question", "language"?, "notes"?, "expected": [{"document", "quote"?, "relevance"?}]}. */
export function parseJsonl(text: string): ParsedQuestions {
  const questions: ParsedQuestion[] = []
  const problems: LineProblem[] = []
  for (const { line, content } of linesOf(text)) {
    const parsed = parseLine(Line, content)
    if ('problem' in parsed) problems.push({ file: 'jsonl', line, message: parsed.problem })
    else {
      const expected = parsed.value.expected.map(({ document, source, title, ...rest }) => ({
        ...rest,
        document: [document, source, title].filter((name) => typeof name === 'string' && name !== ''),
      })) as QuestionToAdd['expected']
      questions.push({ ...parsed.value, expected, line, expectedLines: expected.map(() => line) })
    }
  }
  return { questions, problems }
}

/**
 * The form of retrieval collections: questions as JSONL of `_id` and `text`, judgements as lines of question id, document and score,
 * separated by tabs, with or without a first line that names them. What has no relevance is left out, and so is a question without
 * any judgement.
 */
export function parseCollection(files: { queries: string; qrels: string }): ParsedQuestions {
  const problems: LineProblem[] = []
  const queries = new Map<string, { line: number; question: string }>()
  for (const { line, content } of linesOf(files.queries)) {
    const parsed = parseLine(Query, content)
    if ('problem' in parsed) problems.push({ file: 'queries', line, message: parsed.problem })
    else if (queries.has(String(parsed.value._id)))
      problems.push({ file: 'queries', line, message: `The id ${parsed.value._id} stands on an earlier line already.` })
    else queries.set(String(parsed.value._id), { line, question: parsed.value.text })
  }
  const judged = new Map<string, { document: string; relevance: number; line: number }[]>()
  for (const { line, content } of linesOf(files.qrels)) {
    const [queryId, document, score, ...more] = content.split('\t').map((cell) => cell.trim())
    const relevance = Number(score)
    if (line === 1 && Number.isNaN(relevance) && score !== undefined) continue
    const complain = (message: string) => problems.push({ file: 'qrels', line, message })
    if (!queryId || !document || score === undefined || more.length > 0)
      complain('A line has three cells between tabs: question id, document and score.')
    else if (!Number.isInteger(relevance) || relevance > 10) complain('The score is a whole number, at most 10.')
    else if (!queries.has(queryId)) complain(`There is no question with the id ${queryId}.`)
    else if (relevance > 0) judged.set(queryId, [...(judged.get(queryId) ?? []), { document, relevance, line }])
  }
  const questions = [...queries].flatMap(([id, { line, question }]): ParsedQuestion[] => {
    const expected = judged.get(id)
    if (expected === undefined) return []
    return [
      {
        question,
        notes: '',
        line,
        expected: expected.map(({ document, relevance }) => ({ document, relevance, quote: '' })),
        expectedLines: expected.map((one) => one.line),
      },
    ]
  })
  return { questions, problems }
}

function* linesOf(text: string): Generator<{ line: number; content: string }> {
  for (const [i, content] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries())
    if (content.trim() !== '') yield { line: i + 1, content }
}

function parseLine<T>(schema: z.ZodType<T>, content: string): { value: T } | { problem: string } {
  let json: unknown
  try {
    json = JSON.parse(content)
  } catch {
    return { problem: 'This is not JSON.' }
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { value: parsed.data }
  const [issue] = parsed.error.issues
  return { problem: `${issue?.path.join('.') || 'The line'}: ${issue?.message ?? 'does not fit'}` }
}
