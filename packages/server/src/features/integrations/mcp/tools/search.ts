import { z } from 'zod'
import type { WorkspaceContext } from '#platform/context'
import { findCached, retrievePassages } from '#retrieval'
import { cutText } from '../cut-text.ts'
import { tool } from '../tool.ts'

const mostCharacters = 30_000
const mostOfPassage = 4_000

export const search = tool({
  name: 'search',
  title: 'Search',
  description:
    'Finds the passages of the documents that fit a question or some words best, with the document that each stands in.',
  needs: 'retrieval.search',
  input: z.object({
    query: z.string().trim().min(1).max(2000).describe('a question, or words that the passages should hold'),
    collection: z.uuid().optional().describe('id of a collection; all that may be read unless told'),
    limit: z.int().min(1).max(20).default(8),
  }),
  output: z.object({
    passages: z.array(
      z.object({
        documentId: z.string(),
        passageId: z.string(),
        title: z.string(),
        headingPath: z.array(z.string()),
        page: z.number().nullable(),
        start: z.number().describe('where it stands in the text of the document'),
        text: z.string(),
      }),
    ),
    total: z.number().describe('passages that matched'),
  }),
  run: async (ctx, _answering, { query, collection = null, limit }) => {
    const find = () => findPassages(ctx, query, collection, limit)
    const { found } = await findCached(ctx, ['search by a program', query, collection, limit], find)
    const { passages, total } = found
    ctx.app.metrics.queries.inc({ kind: 'search', outcome: passages.length > 0 ? 'found' : 'nothing-found' })
    return { passages, total }
  },
  show: ({ passages }) =>
    passages.length === 0
      ? 'Nothing was found.'
      : passages
          .map(({ documentId, title, headingPath, start, text }) => {
            const place = [title, ...headingPath].join(' › ')
            return `${place}\n(document ${documentId}, from ${start})\n${text}`
          })
          .join('\n\n---\n\n'),
})

/** As far as a program has room for it. */
async function findPassages(ctx: WorkspaceContext, question: string, collection: string | null, limit: number) {
  const collections = collection === null ? undefined : [collection]
  const found = await retrievePassages(ctx, { question, collections, limit })
  let room = mostCharacters
  const passages = found.passages.flatMap((passage) => {
    const { documentId, passageId, documentTitle: title, headingPath, page, start } = passage
    const text = cutText(passage.text, Math.min(mostOfPassage, room))
    room -= text.length
    return text === '' ? [] : [{ documentId, passageId, title, headingPath: [...headingPath], page, start, text }]
  })
  return { passages, total: found.total, isDegraded: found.isDegraded }
}
