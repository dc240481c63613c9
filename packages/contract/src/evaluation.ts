import { z } from 'zod'
import { RetrievalOptionsBody } from './retrieval-options.ts'
import { route } from './route.ts'

/** The measures of a ranking; the first decides which of two settings is better. */
export const rankingMeasures = ['ndcg10', 'recall10', 'recall100', 'mrr10'] as const
export type RankingMeasure = (typeof rankingMeasures)[number]

/** `queued` and `running` go on by themselves, whatever stops the server; the others are ends. */
export const evaluationRunStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const
export type EvaluationRunState = (typeof evaluationRunStates)[number]

/** Below this p a difference counts as more than chance. */
const significance = 0.05

export const EvaluationSetView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    questions: z.number().int().describe('those that you may see'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'EvaluationSet' })
export type EvaluationSetView = z.infer<typeof EvaluationSetView>

/** `ready`: it can be found · `not-ready`: the document was not read yet, or is deleted · `quote-missing`: no passage holds the quote any more. */
export const expectedStates = ['ready', 'not-ready', 'quote-missing'] as const

export const ExpectedView = z
  .object({
    documentId: z.uuid(),
    title: z.string(),
    quote: z.string().describe('must stand in the passage that is found; empty: any passage of the document will do'),
    relevance: z.number().int().describe('more is better; counts for nDCG only'),
    state: z.enum(expectedStates),
  })
  .meta({ id: 'ExpectedDocument' })
export type ExpectedView = z.infer<typeof ExpectedView>

export const EvaluationQuestionView = z
  .object({
    id: z.uuid(),
    question: z.string(),
    language: z.string().describe('ISO 639-1'),
    notes: z.string(),
    expected: z.array(ExpectedView).describe('those that you may read'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'EvaluationQuestion' })
export type EvaluationQuestionView = z.infer<typeof EvaluationQuestionView>

const setName = z.string().trim().min(1).max(120)
const question = z.string().trim().min(1).max(2000)
const language = z.string().regex(/^[a-z]{2}$/)
const notes = z.string().trim().max(2000)

export const ExpectedDocument = z.object({
  document: z.string().trim().min(1).max(1000).describe('its id, source, file name or title'),
  quote: z.string().trim().max(500).default(''),
  relevance: z.number().int().min(1).max(10).default(1),
})
const expected = z.array(ExpectedDocument).max(100)

/** One line of the JSONL form is one of these. */
export const NewEvaluationQuestion = z
  .object({
    question,
    language: language.optional().describe('told from its words unless given'),
    notes: notes.default(''),
    expected: expected.min(1),
  })
  .meta({ id: 'NewEvaluationQuestion' })
export type NewEvaluationQuestion = z.input<typeof NewEvaluationQuestion>

export const QuestionMeasures = z.object({
  ndcg10: z.number(),
  recall10: z.number(),
  recall100: z.number(),
  mrr10: z.number(),
  firstHit: z.number().int().nullable().describe('rank of the first that was expected; null: not among those looked at'),
})
export type QuestionMeasures = z.infer<typeof QuestionMeasures>

const Means = z.record(z.enum(rankingMeasures), z.number())

export const EvaluationSummary = z
  .object({
    a: Means,
    b: Means.nullable(),
    comparison: z
      .object({
        wins: z.number().int().describe('questions for which B ranks better by nDCG@10'),
        losses: z.number().int(),
        ties: z.number().int(),
        tests: z
          .record(z.enum(rankingMeasures), z.object({ difference: z.number(), p: z.number() }))
          .describe('B minus A, and how likely chance alone makes as large a difference'),
      })
      .nullable(),
  })
  .meta({ id: 'EvaluationSummary' })
export type EvaluationSummary = z.infer<typeof EvaluationSummary>

export const EvaluationRunView = z
  .object({
    id: z.uuid(),
    setId: z.uuid(),
    state: z.enum(evaluationRunStates),
    a: RetrievalOptionsBody,
    b: RetrievalOptionsBody.nullable(),
    questions: z.number().int(),
    done: z.number().int().describe('how many of them were asked so far'),
    skipped: z.number().int().describe('of those asked: nothing that is expected can be found at the moment'),
    summary: EvaluationSummary.nullable().describe('null until it is done'),
    failure: z.object({ code: z.string(), message: z.string() }).nullable(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'EvaluationRun' })
export type EvaluationRunView = z.infer<typeof EvaluationRunView>

export const EvaluationResultView = z
  .object({
    questionId: z.uuid(),
    question: z.string(),
    language: z.string(),
    a: QuestionMeasures,
    b: QuestionMeasures.nullable(),
  })
  .meta({ id: 'EvaluationResult' })
export type EvaluationResultView = z.infer<typeof EvaluationResultView>

/**
 * What a comparison says of B: `equal` where no question is ranked differently, `unclear` where chance alone makes such a difference
 * often enough.
 */
export type ComparisonVerdict = 'better' | 'worse' | 'unclear' | 'equal'

export function judgeComparison({ wins, losses, tests }: NonNullable<EvaluationSummary['comparison']>): ComparisonVerdict {
  const { difference, p } = tests.ndcg10
  if (wins + losses === 0) return 'equal'
  if (p >= significance) return 'unclear'
  return difference > 0 ? 'better' : 'worse'
}

const tag = 'Search quality'
const ofSet = z.object({ id: z.uuid() })
const ofQuestion = z.object({ id: z.uuid(), questionId: z.uuid() })
const ofRun = z.object({ id: z.uuid(), runId: z.uuid() })
const page = {
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}

export const evaluation = {
  listSets: route({
    method: 'GET',
    path: '/api/brain/evaluation-sets',
    summary: 'List the evaluation sets of the workspace',
    tag,
    may: 'evaluation.read',
    reply: z.object({ sets: z.array(EvaluationSetView) }),
  }),
  createSet: route({
    method: 'POST',
    path: '/api/brain/evaluation-sets',
    summary: 'Make an evaluation set',
    tag,
    may: 'evaluation.write',
    body: z.object({ name: setName }),
    status: 201,
    reply: EvaluationSetView,
  }),
  getSet: route({
    method: 'GET',
    path: '/api/brain/evaluation-sets/{id}',
    summary: 'One evaluation set',
    tag,
    may: 'evaluation.read',
    params: ofSet,
    reply: EvaluationSetView,
  }),
  renameSet: route({
    method: 'PATCH',
    path: '/api/brain/evaluation-sets/{id}',
    summary: 'Rename an evaluation set',
    tag,
    may: 'evaluation.write',
    params: ofSet,
    body: z.object({ name: setName }),
    reply: EvaluationSetView,
  }),
  deleteSet: route({
    method: 'DELETE',
    path: '/api/brain/evaluation-sets/{id}',
    summary: 'Delete an evaluation set with its questions and runs',
    tag,
    may: 'evaluation.write',
    params: ofSet,
    status: 204,
  }),
  listQuestions: route({
    method: 'GET',
    path: '/api/brain/evaluation-sets/{id}/questions',
    summary: 'The questions of a set whose expected documents you may read, and your own',
    tag,
    may: 'evaluation.read',
    params: ofSet,
    query: z.object({ q: z.string().max(300).optional().describe('part of a question'), ...page }),
    reply: z.object({ questions: z.array(EvaluationQuestionView), total: z.number().int() }),
  }),
  addQuestion: route({
    method: 'POST',
    path: '/api/brain/evaluation-sets/{id}/questions',
    summary: 'Add a question with the documents that should be found; a question that is there already gets those it lacks',
    tag,
    may: 'evaluation.write',
    params: ofSet,
    body: NewEvaluationQuestion,
    status: 201,
    reply: EvaluationQuestionView,
  }),
  updateQuestion: route({
    method: 'PATCH',
    path: '/api/brain/evaluation-sets/{id}/questions/{questionId}',
    summary: 'Change a question; `expected` replaces what it expected so far',
    tag,
    may: 'evaluation.write',
    params: ofQuestion,
    body: z.object({
      question: question.optional(),
      language: language.optional(),
      notes: notes.optional(),
      expected: expected.min(1).optional(),
    }),
    reply: EvaluationQuestionView,
  }),
  deleteQuestion: route({
    method: 'DELETE',
    path: '/api/brain/evaluation-sets/{id}/questions/{questionId}',
    summary: 'Delete a question',
    tag,
    may: 'evaluation.write',
    params: ofQuestion,
    status: 204,
  }),
  importQuestions: route({
    method: 'POST',
    path: '/api/brain/evaluation-sets/{id}/import',
    summary: 'Add many questions: `jsonl` (one a line, as exported), or `queries` (JSONL of _id and text) with `qrels` (TSV)',
    tag,
    may: 'evaluation.write',
    params: ofSet,
    body: z.union([
      z.object({ jsonl: z.string().max(900_000) }),
      z.object({ queries: z.string().max(900_000), qrels: z.string().max(900_000) }),
    ]),
    reply: z.object({
      added: z.number().int(),
      extended: z.number().int().describe('were there already and expect more documents now'),
      unchanged: z.number().int(),
    }),
  }),
  exportQuestions: route({
    method: 'GET',
    path: '/api/brain/evaluation-sets/{id}/export',
    summary: 'The questions as `jsonl`, or as `queries` and `qrels` for other tools',
    tag,
    may: 'evaluation.read',
    params: ofSet,
    query: z.object({ format: z.enum(['jsonl', 'queries', 'qrels']).default('jsonl') }),
    replyType: 'text/plain',
  }),
  startRun: route({
    method: 'POST',
    path: '/api/brain/evaluation-sets/{id}/runs',
    summary: 'Measure search with one setting, or compare two; with what you may read',
    tag,
    may: 'evaluation.write',
    params: ofSet,
    body: z.object({ a: RetrievalOptionsBody.optional(), b: RetrievalOptionsBody.optional() }),
    status: 202,
    reply: EvaluationRunView,
  }),
  listRuns: route({
    method: 'GET',
    path: '/api/brain/evaluation-sets/{id}/runs',
    summary: 'Your own runs, newest first',
    tag,
    may: 'evaluation.read',
    params: ofSet,
    reply: z.object({ runs: z.array(EvaluationRunView) }),
  }),
  getRun: route({
    method: 'GET',
    path: '/api/brain/evaluation-sets/{id}/runs/{runId}',
    summary: 'One of your runs, with its progress or its summary',
    tag,
    may: 'evaluation.read',
    params: ofRun,
    reply: EvaluationRunView,
  }),
  listResults: route({
    method: 'GET',
    path: '/api/brain/evaluation-sets/{id}/runs/{runId}/results',
    summary: 'The results of a run question by question, those that differ most first',
    tag,
    may: 'evaluation.read',
    params: ofRun,
    query: z.object({ only: z.enum(['better', 'worse', 'differing', 'missed']).optional(), ...page }),
    reply: z.object({ results: z.array(EvaluationResultView), total: z.number().int() }),
  }),
  cancelRun: route({
    method: 'POST',
    path: '/api/brain/evaluation-sets/{id}/runs/{runId}/cancel',
    summary: 'Stop a run',
    tag,
    may: 'evaluation.write',
    params: ofRun,
    reply: EvaluationRunView,
  }),
  deleteRun: route({
    method: 'DELETE',
    path: '/api/brain/evaluation-sets/{id}/runs/{runId}',
    summary: 'Delete a run with its results',
    tag,
    may: 'evaluation.write',
    params: ofRun,
    status: 204,
  }),
}
