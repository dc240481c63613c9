import { type AgentTool, BrainError } from '@brain-ai/contract'
import { z } from 'zod'
import { listPassages } from '#documents'
import type { WorkspaceContext } from '#platform/context'
import type { ChatTool } from '#platform/llm'
import { retrievePassages } from '#retrieval'
import { listPassagesById } from '../records/record-store.ts'
import { calculate, ExpressionError } from './calculate.ts'
import { type PromptSources, type Source, showSource } from './prompt-sources.ts'

const mostCharacters = 8_000
const passagesFound = 5
const passagesInPart = 8

/**
 * What a model may do while it answers. Every tool only reads, in the context of whoever asked: what they may not read is not there.
 * What is shown can be cited by its number.
 */
export function agentTools(
  ctx: WorkspaceContext,
  given: { tools: readonly AgentTool[]; collections: readonly string[] | undefined; sources: PromptSources },
): ChatTool[] {
  const { collections, sources } = given
  const all: Record<AgentTool, ChatTool> = {
    search: {
      name: 'search',
      description: 'Searches the documents of the team and shows the best passages with their numbers.',
      input: z.object({ query: z.string().trim().min(1).max(500).describe('words that the passages should hold') }),
      run: async (input) => {
        const { query } = input as { query: string }
        const { passages } = await retrievePassages(ctx, { question: query, collections, limit: passagesFound })
        return passages.length === 0 ? 'Nothing was found.' : show(sources, passages)
      },
    },
    'read-document': {
      name: 'read-document',
      description: 'Shows more of the document that a passage stands in, part by part.',
      input: z.object({
        passage: z.number().int().min(1).describe('number of a passage that you were shown'),
        part: z.number().int().min(1).max(1000).optional().describe('the part that the passage stands in unless told'),
      }),
      run: async (input) => {
        const { passage, part } = input as { passage: number; part?: number }
        const source = sources.find(passage)
        return source ? readDocument(ctx, sources, source, part) : `There is no passage ${passage}.`
      },
    },
    calculate: {
      name: 'calculate',
      description:
        'The value of an arithmetic expression: numbers, + - * / % ^, brackets, round, floor, ceil, abs, min, max, sqrt.',
      input: z.object({ expression: z.string().min(1).max(300) }),
      run: async (input) => {
        try {
          return String(calculate((input as { expression: string }).expression))
        } catch (error) {
          if (error instanceof ExpressionError) return error.message
          throw error
        }
      },
    },
  }
  return given.tools.map((name) => all[name])
}

/** What a call of a tool is about, in a few words for whoever waits. */
export function subjectOf(input: unknown): string {
  const values = typeof input === 'object' && input !== null ? Object.values(input) : [input]
  return values
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .join(', ')
    .replace(/\p{Cc}/gu, ' ')
    .slice(0, 200)
    .toWellFormed()
}

async function readDocument(
  ctx: WorkspaceContext,
  sources: PromptSources,
  source: Source,
  part: number | undefined,
): Promise<string> {
  const { documentId, documentTitle, passageId } = source
  try {
    const [known] = await ctx.transact((db) => listPassagesById(db, [passageId]))
    const wanted = part ?? Math.floor((known?.position ?? 0) / passagesInPart) + 1
    const page = { offset: (wanted - 1) * passagesInPart, limit: passagesInPart }
    const { passages, total } = await listPassages(ctx, documentId, page)
    const parts = Math.ceil(total / passagesInPart)
    if (passages.length === 0) return `The document has ${parts} parts.`
    const shown = passages.map(({ id, ...rest }) => ({ ...rest, passageId: id, documentTitle }))
    return `Part ${wanted} of ${parts}.\n${show(sources, shown)}`
  } catch (error) {
    if (error instanceof BrainError && error.code === 'document/not-found') return 'The document is not there any more.'
    throw error
  }
}

/** As many as have room; only what is shown can be cited. */
function show(sources: PromptSources, passages: readonly Source[]): string {
  const shown: string[] = []
  let left = mostCharacters
  for (const passage of passages) {
    if (passage.text.length > left && shown.length > 0) break
    const source = { ...passage, text: passage.text.slice(0, left) }
    shown.push(showSource(sources.add(source), source))
    left -= source.text.length
  }
  return shown.join('\n\n')
}
