import { z } from 'zod'

/**
 * How an answer came about, as it is kept: enough to explain it and to make it again. Passages stand in it by id, never by text, so
 * that what is deleted or closed later is not told by old records.
 */
export const AnswerRecord = z.object({
  searchedFor: z.string(),
  model: z.string(),
  passages: z.array(
    z.object({
      passageId: z.uuid(),
      documentId: z.uuid(),
      score: z.number(),
      bm25: z.number().nullable(),
      promptNumber: z.number().int().nullable(),
      citedAs: z.number().int().nullable(),
    }),
  ),
  prompt: z
    .object({
      version: z.number().int(),
      hash: z.string(),
      system: z.string(),
      temperature: z.number(),
      inputTokens: z.number().int(),
    })
    .nullable(),
  tools: z.array(z.object({ tool: z.string(), subject: z.string() })),
  removedCitations: z.array(z.string()),
  removedContent: z.array(z.string()),
  support: z.array(z.number().nullable()).describe('of each sentence'),
})
export type AnswerRecord = z.infer<typeof AnswerRecord>

/** The record of an answer about which nothing is known yet. */
export const emptyRecord = (searchedFor: string, model: string): AnswerRecord => ({
  searchedFor,
  model,
  passages: [],
  prompt: null,
  tools: [],
  removedCitations: [],
  removedContent: [],
  support: [],
})
