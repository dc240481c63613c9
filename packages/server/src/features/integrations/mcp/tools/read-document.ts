import { z } from 'zod'
import { getContent, getDocument } from '#documents'
import { cutText } from '../cut-text.ts'
import { tool } from '../tool.ts'

export const readDocument = tool({
  name: 'read_document',
  title: 'Read a document',
  description: 'The text of a document, a page at a time: ask again with `from` set to `next` until `next` is null.',
  needs: 'documents.read',
  input: z.object({
    id: z.uuid().describe('documentId of a passage'),
    from: z.int().min(0).default(0).describe('the character to begin with'),
    characters: z.int().min(200).max(20_000).default(8_000).describe('how many at most'),
  }),
  output: z.object({
    id: z.string(),
    title: z.string(),
    text: z.string(),
    from: z.number(),
    next: z.number().nullable(),
    total: z.number().describe('characters of the whole document'),
  }),
  run: async (ctx, _answering, { id, from, characters }) => {
    const { title } = await getDocument(ctx, id)
    const content = await getContent(ctx, id)
    const text = cutText(content.text.slice(from), characters)
    const end = from + text.length
    return { id, title, text, from, next: end < content.text.length ? end : null, total: content.text.length }
  },
  show: ({ title, text, from, next, total }) => {
    const where = `${title}, characters ${from} to ${from + text.length} of ${total}`
    return `${where}\n\n${text}${next === null ? '' : `\n\n(It goes on from ${next}.)`}`
  },
})
