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
    isSupported: z.boolean(),
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

export const Answer = z
  .object({
    id: z.uuid(),
    question: z.string(),
    answer: z
      .string()
      .describe('plain text with markers [1], [2] that name citations by number; paragraphs divided by an empty line'),
    citations: z.array(Citation),
    isAnswered: z.boolean().describe('false: the documents do not say; `passages` then holds the nearest ones'),
    passages: z.array(NearPassage).describe('the passages considered, best first'),
    language: z.string(),
    agent: z.object({ id: z.string(), name: z.string() }),
    usage: z.object({ inputTokens: z.number().int(), outputTokens: z.number().int(), costNanos: z.number().int().nullable() }),
    timings: z.object({ retrievalMs: z.number(), composeMs: z.number(), totalMs: z.number() }),
  })
  .meta({ id: 'Answer' })
export type Answer = z.infer<typeof Answer>

/** The events of a streamed answer, by name, in the order they come: passages-found, (text-delta | citation)*, answer-end | error. */
export const answerEvents = {
  'passages-found': z.object({ passages: z.array(NearPassage) }),
  'text-delta': z.object({ text: z.string(), offset: z.number().int().describe('UTF-16 offset in the whole answer') }),
  citation: Citation,
  'answer-end': Answer,
  error: z.object({ code: z.string(), message: z.string(), isRetryable: z.boolean() }),
}
export type AnswerEvent = {
  [N in keyof typeof answerEvents]: { name: N; data: z.output<(typeof answerEvents)[N]> }
}[keyof typeof answerEvents]

export const answers = {
  askQuestion: route({
    method: 'POST',
    path: '/api/brain/query',
    summary: 'One question, one answer with citations; as JSON, or as a stream with `Accept: text/event-stream`',
    tag: 'Answers',
    may: 'answers.ask',
    body: z.object({
      question: z.string().trim().min(1).max(2000),
      collections: z.array(z.uuid()).max(50).optional().describe('only from these collections'),
    }),
    reply: Answer,
    events: answerEvents,
    perMinute: 600,
  }),
}
