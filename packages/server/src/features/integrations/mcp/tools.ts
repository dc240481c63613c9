import { BrainError } from '@brain-ai/contract'
import { z } from 'zod'
import type { Answering } from '#answers'
import { actorMay, type WorkspaceContext } from '#platform/context'
import { assertMay } from './assert-may.ts'
import type { Tool } from './tool.ts'
import { ask } from './tools/ask.ts'
import { readDocument } from './tools/read-document.ts'
import { search } from './tools/search.ts'

const all: readonly Tool[] = [search, readDocument, ask]

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io })
  return rest
}

const described = all.map((tool) => ({
  tool,
  view: {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: schemaOf(tool.input, 'input'),
    outputSchema: schemaOf(tool.output, 'output'),
    annotations: { title: tool.title, readOnlyHint: true, openWorldHint: false },
  },
}))

/** The tools that the key may use. */
export const listTools = ({ actor }: WorkspaceContext) =>
  described.filter(({ tool }) => actorMay(actor, tool.needs)).map(({ view }) => view)

/**
 * What a tool found, or why it was refused: that is a result as well, so that a model reads it and tries something else.
 * @throws ZodError where there is no such tool
 */
export async function callTool(ctx: WorkspaceContext, answering: Answering, name: string, input: unknown): Promise<object> {
  const tool = all.find((one) => one.name === z.enum(all.map((one) => one.name)).parse(name))!
  try {
    assertMay(ctx, tool.needs)
    const parsed = tool.input.safeParse(input)
    if (!parsed.success) throw new BrainError('request/invalid', describeProblems(parsed.error))
    const output = await tool.run(ctx, answering, parsed.data)
    return { content: [{ type: 'text', text: tool.show(output) }], structuredContent: output }
  } catch (error) {
    if (!(error instanceof BrainError)) throw error
    const { code, message, details } = error
    if (code === 'limit/reached') ctx.app.metrics.limitRefusals.inc({ metric: String(details.metric) })
    return { isError: true, content: [{ type: 'text', text: `${message} (${code})` }], _meta: { code } }
  }
}

const describeProblems = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => `${path.join('.') || 'arguments'}: ${message}`).join('; ')
