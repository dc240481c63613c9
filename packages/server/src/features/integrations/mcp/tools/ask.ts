import { z } from 'zod'
import { getWholeAnswer } from '../../read-answer.ts'
import { cutText } from '../cut-text.ts'
import { tool } from '../tool.ts'

const mostCharacters = 40_000
const mostOfQuote = 1_000

export const ask = tool({
  name: 'ask',
  title: 'Ask an agent',
  description:
    'An answer from the documents. Numbers like [1] in it name citations; each was checked against the place it comes from. `isAnswered` is false where the documents do not say.',
  needs: 'answers.ask',
  input: z.object({
    question: z.string().trim().min(1).max(2000),
    agent: z.string().trim().min(1).max(100).optional().describe('id or name of an agent; the general one unless told'),
    collections: z.array(z.uuid()).max(50).optional().describe('only from these collections'),
  }),
  output: z.object({
    run: z.string(),
    answer: z.string(),
    isAnswered: z.boolean(),
    isCut: z.boolean().describe('there was more to say than fits'),
    agent: z.string(),
    citations: z.array(
      z.object({
        number: z.number(),
        documentId: z.string(),
        title: z.string(),
        headingPath: z.array(z.string()),
        page: z.number().nullable(),
        start: z.number().describe('where the quote stands in the text of the document'),
        quote: z.string(),
        isSupported: z.boolean().describe('whether what the answer says stands there'),
      }),
    ),
  }),
  run: async (ctx, answering, question) => {
    const { answer, isCut } = await getWholeAnswer(ctx, answering, question)
    const text = cutText(answer.answer, mostCharacters)
    return {
      run: answer.id,
      answer: text,
      isAnswered: answer.isAnswered,
      isCut: isCut || text.length < answer.answer.length,
      agent: answer.agent.name,
      citations: answer.citations.map(({ number, documentId, title, headingPath, page, start, quote, isSupported }) => ({
        ...{ number, documentId, title, headingPath, page, start, isSupported },
        quote: cutText(quote, mostOfQuote),
      })),
    }
  },
  show: ({ answer, citations }) => {
    const sources = citations.map(({ number, title, documentId, isSupported, quote }) => {
      const doubt = isSupported ? '' : ' (does not bear this out)'
      return `[${number}] ${title}${doubt}, document ${documentId}: “${quote}”`
    })
    return [answer, ...(sources.length > 0 ? ['', 'Sources:', ...sources] : [])].join('\n')
  },
})
