import { z } from 'zod'
import { route } from './route.ts'

export const SearchHit = z
  .object({
    passageId: z.uuid(),
    documentId: z.uuid(),
    title: z.string(),
    headingPath: z.array(z.string()),
    page: z.number().int().nullable(),
    score: z.number(),
    snippet: z.string(),
    highlights: z.array(z.object({ start: z.number().int(), end: z.number().int() })).describe('offsets into the snippet'),
    start: z.number().int().describe('UTF-16 offset of the snippet in the text of the document'),
    end: z.number().int(),
  })
  .meta({ id: 'SearchHit' })
export type SearchHit = z.infer<typeof SearchHit>

export const retrieval = {
  search: route({
    method: 'GET',
    path: '/api/brain/search',
    summary: 'Ranked passages with snippets',
    tag: 'Search',
    may: 'retrieval.search',
    query: z.object({
      q: z.string().trim().min(1).max(2000),
      collection: z.uuid().optional(),
      limit: z.coerce.number().int().min(1).max(50).default(10),
    }),
    reply: z.object({
      hits: z.array(SearchHit),
      total: z.number().int().describe('passages that matched, at most the candidates looked at'),
    }),
  }),
}
