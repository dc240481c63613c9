import { z } from 'zod'
import { route } from './route.ts'

export const Citation = z
  .object({
    number: z.number().int().min(1),
    passageId: z.uuid(),
    documentId: z.uuid(),
    title: z.string(),
    headingPath: z.array(z.string()),
    page: z.number().int().nullable(),
    start: z.number().int().describe('UTF-16 offset of the quote in the text of the document'),
    end: z.number().int(),
    quote: z.string().describe('exactly the text between start and end'),
    isSupported: z
      .boolean()
      .describe('whether what the answer says beside this number stands there; while the answer streams, not yet checked'),
    isAvailable: z
      .boolean()
      .optional()
      .describe('false: the document is gone, or is not for you any more; title, headings and quote are then empty'),
  })
  .meta({ id: 'Citation' })
export type Citation = z.infer<typeof Citation>

export const NearPassage = z
  .object({
    passageId: z.uuid(),
    documentId: z.uuid(),
    title: z.string(),
    headingPath: z.array(z.string()),
    page: z.number().int().nullable(),
    start: z.number().int(),
    end: z.number().int(),
    score: z.number(),
  })
  .meta({ id: 'NearPassage' })
export type NearPassage = z.infer<typeof NearPassage>

/**
 * `running` · `complete` · `cancelled`: somebody stopped it · `interrupted`: its process ended before it did · `failed`: see `failure`.
 * But for `complete`, the text is what was said until then.
 */
export const runStates = ['running', 'complete', 'cancelled', 'interrupted', 'failed'] as const
export type RunState = (typeof runStates)[number]

export const AnswerSentence = z
  .object({
    start: z.number().int().describe('UTF-16 offset into the answer'),
    end: z.number().int(),
    citations: z.array(z.number().int()).describe('the numbers it carries'),
    isSupported: z
      .boolean()
      .describe('whether it stands in what it cites; a sentence that claims something and cites nothing is not'),
  })
  .meta({ id: 'AnswerSentence' })
export type AnswerSentence = z.infer<typeof AnswerSentence>

export const Answer = z
  .object({
    id: z.uuid().describe('also the id of the run that made it, and of its message in a conversation'),
    question: z.string(),
    answer: z
      .string()
      .describe(
        'text with markers [1], [2] that name citations by number; paragraphs divided by an empty line; simple Markdown where a model wrote it',
      ),
    citations: z.array(Citation),
    isAnswered: z.boolean().describe('false: the documents do not say; `passages` then holds the nearest ones'),
    passages: z.array(NearPassage).describe('the passages considered, best first'),
    language: z.string(),
    agent: z.object({ id: z.string(), name: z.string(), version: z.number().int().optional() }),
    usage: z.object({ inputTokens: z.number().int(), outputTokens: z.number().int(), costNanos: z.number().int().nullable() }),
    timings: z.object({
      retrievalMs: z.number(),
      composeMs: z.number(),
      totalMs: z.number(),
      rewriteMs: z.number().optional(),
      firstTokenMs: z.number().optional().describe('from the request to the first text'),
    }),
    state: z.enum(runStates).optional().describe('`complete` where it is left out'),
    model: z.string().optional().describe('<provider>/<model>, or extractive'),
    conversation: z.uuid().nullable().optional(),
    sentences: z
      .array(AnswerSentence)
      .optional()
      .describe('of a finished answer: where each sentence is, and whether it is supported'),
    followUps: z.array(z.string()).optional().describe('questions that one may ask next'),
    failure: z.object({ code: z.string(), message: z.string(), isRetryable: z.boolean() }).nullable().optional(),
    isFromCache: z
      .boolean()
      .optional()
      .describe('true: it was made before, for the same question, documents and rights, and given again'),
    isWithheld: z
      .boolean()
      .optional()
      .describe('true: a shared answer that was made of documents you may not read; its text and citations are empty'),
    createdAt: z.iso.datetime().optional(),
  })
  .meta({ id: 'Answer' })
export type Answer = z.infer<typeof Answer>

/**
 * The events of a streamed answer, by name, in the order they come: run-started?, passages-found, (text-delta | citation | tool-used)*,
 * answer-end | error. `POST /api/brain/query` leaves run-started out. Who follows again gets passages and citations once more, and the
 * text from the offset they name.
 */
export const answerEvents = {
  'run-started': z.object({
    run: z.uuid(),
    conversation: z.uuid().nullable(),
    question: z.uuid().nullable().describe('the message that asks'),
    agent: z.object({ id: z.string(), name: z.string(), version: z.number().int() }),
  }),
  'passages-found': z.object({ passages: z.array(NearPassage), run: z.uuid().optional() }),
  'text-delta': z.object({ text: z.string(), offset: z.number().int().describe('UTF-16 offset in the whole answer') }),
  citation: Citation,
  'tool-used': z.object({ tool: z.string(), subject: z.string().describe('what was looked for, read or calculated') }),
  'answer-end': Answer,
  error: z.object({
    code: z.string(),
    message: z.string(),
    isRetryable: z.boolean(),
    answer: Answer.optional().describe('what was said until then'),
  }),
}
export type AnswerEvent = {
  [N in keyof typeof answerEvents]: { name: N; data: z.output<(typeof answerEvents)[N]> }
}[keyof typeof answerEvents]

const { 'run-started': _, ...queryEvents } = answerEvents

export const QuestionText = z.string().trim().min(1).max(2000)
export const AgentReference = z.string().trim().min(1).max(100).describe('id or name of an agent; the general one unless told')

/** A passage that was considered for an answer. */
export const ConsideredPassage = z
  .object({
    passageId: z.uuid(),
    documentId: z.uuid(),
    isAvailable: z.boolean().describe('false: not there any more, or not for you; then without title, headings and text'),
    title: z.string(),
    headingPath: z.array(z.string()),
    text: z.string(),
    rank: z.number().int().describe('1 for the best'),
    score: z.number(),
    bm25: z.number().nullable(),
    promptNumber: z.number().int().nullable().describe('its number in the prompt; null: not shown to the model'),
    citedAs: z.number().int().nullable(),
  })
  .meta({ id: 'ConsideredPassage' })
export type ConsideredPassage = z.infer<typeof ConsideredPassage>

export const AnswerExplanation = z
  .object({
    run: z.uuid(),
    question: z.string(),
    searchedFor: z.string().describe('the question as it was searched for: on its own, without the conversation before'),
    agent: z.object({ id: z.uuid(), name: z.string(), version: z.number().int() }),
    model: z.string(),
    corpusVersion: z.number().int().describe('of the documents as they were'),
    currentCorpusVersion: z.number().int(),
    passages: z.array(ConsideredPassage),
    prompt: z
      .object({
        version: z.number().int(),
        hash: z.string().describe('SHA-256 of all that the model read'),
        system: z.string().nullable().describe('null for those who may not change agents'),
        temperature: z.number(),
        inputTokens: z.number().int(),
      })
      .nullable()
      .describe('null where no model was asked'),
    tools: z.array(z.object({ tool: z.string(), subject: z.string() })),
    removedCitations: z.array(z.string()).describe('numbers that the model made up, and that were taken out'),
    removedContent: z.array(z.string()).describe('kinds of content that were taken out, as image'),
    sentences: z.array(AnswerSentence.extend({ support: z.number().nullable().describe('0 to 1; null: cites nothing') })),
    supportThreshold: z.number(),
    timings: Answer.shape.timings,
    replayOf: z.uuid().nullable(),
  })
  .meta({ id: 'AnswerExplanation' })
export type AnswerExplanation = z.infer<typeof AnswerExplanation>

export const AnswerReplay = z
  .object({
    original: Answer,
    replay: Answer,
    isSameText: z.boolean(),
    isSameCorpus: z.boolean(),
    missingPassages: z.number().int().describe('of the record, not there or not for you any more'),
  })
  .meta({ id: 'AnswerReplay' })
export type AnswerReplay = z.infer<typeof AnswerReplay>

const params = z.object({ id: z.uuid() })
const tag = 'Answers'

export const answers = {
  askQuestion: route({
    method: 'POST',
    path: '/api/brain/query',
    summary: 'One question, one answer with citations; as JSON, or as a stream with `Accept: text/event-stream`',
    tag,
    may: 'answers.ask',
    body: z.object({
      question: QuestionText,
      collections: z.array(z.uuid()).max(50).optional().describe('only from these collections'),
      agent: AgentReference.optional(),
      conversation: z.uuid().optional().describe('asks in this conversation, after its newest message'),
    }),
    reply: Answer,
    events: queryEvents,
    perMinute: 600,
  }),
  getRun: route({
    method: 'GET',
    path: '/api/runs/{id}',
    summary: 'An answer as it is now, finished or not, with the citations that the reader may still read',
    tag,
    may: 'answers.read',
    params,
    reply: Answer,
  }),
  followRun: route({
    method: 'GET',
    path: '/api/runs/{id}/events',
    summary: 'Follow a run from any offset of its text, by `from` or `Last-Event-ID`, to its end; as JSON what is there now',
    tag,
    may: 'answers.read',
    params,
    query: z.object({
      from: z.coerce.number().int().min(0).default(0).describe('UTF-16 offset; the id of each event is the next one'),
    }),
    reply: Answer,
    events: answerEvents,
  }),
  cancelRun: route({
    method: 'POST',
    path: '/api/runs/{id}/cancel',
    summary: 'Stop a run and the call of its model; what was said stays. Does nothing to a run that has ended',
    tag,
    may: 'answers.ask',
    params,
    reply: Answer,
  }),
  explainRun: route({
    method: 'GET',
    path: '/api/runs/{id}/why',
    summary: 'Why this answer: what was considered, by which agent, prompt, model and documents',
    tag,
    may: 'answers.read',
    params,
    reply: AnswerExplanation,
  }),
  replayRun: route({
    method: 'POST',
    path: '/api/runs/{id}/replay',
    summary: 'Make an answer again from its record, and compare',
    tag,
    may: 'answers.ask',
    params,
    body: z.object({
      passages: z.enum(['recorded', 'current']).default('recorded').describe('those of the record, or what is found for it now'),
    }),
    reply: AnswerReplay,
  }),
}
