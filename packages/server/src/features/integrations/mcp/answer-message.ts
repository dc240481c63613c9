import { BrainError, type JsonRpcMessage } from '@brain-ai/contract'
import { z } from 'zod'
import type { Answering } from '#answers'
import type { WorkspaceContext } from '#platform/context'
import { failed, type JsonRpcReply, succeeded } from './json-rpc.ts'
import { listResources, readResource, resourceTemplates } from './resources.ts'
import { callTool, listTools } from './tools.ts'

export interface McpServer {
  readonly answering: Answering
  /** Of the product. */
  readonly version: string
}

// What is served here is the same in all of them.
const protocolVersions = ['2025-11-25', '2025-06-18', '2025-03-26']

const instructions =
  'The documents of a team, as far as the owner of the key may read them. Use `search` to find passages, `read_document` to read on ' +
  'around them, and `ask` for an answer whose citations have been checked.'

const paramsOf = {
  initialize: z.looseObject({ protocolVersion: z.string() }),
  'tools/call': z.looseObject({ name: z.string(), arguments: z.record(z.string(), z.unknown()).default({}) }),
  'resources/list': z.looseObject({ cursor: z.string().max(1000).optional() }),
  'resources/read': z.looseObject({ uri: z.string().max(200) }),
}

/** The reply to a message of the Model Context Protocol; undefined for those that want none. Nothing is kept between two messages. */
export async function answerMessage(
  ctx: WorkspaceContext,
  server: McpServer,
  { id, method, params = {} }: JsonRpcMessage,
): Promise<JsonRpcReply | undefined> {
  if (id === undefined || method === undefined) return undefined
  try {
    const result = await resultOf(ctx, server, method, params)
    return result === undefined ? failed(id, 'no-method', 'This server does not know that method.') : succeeded(id, result)
  } catch (error) {
    if (error instanceof z.ZodError) return failed(id, 'wrong-params', 'The parameters do not fit the method.')
    if (!(error instanceof BrainError)) throw error
    const isAbsent = error.code === 'document/not-found'
    return failed(id, isAbsent ? 'no-resource' : 'refused', error.message, { code: error.code })
  }
}

async function resultOf(
  ctx: WorkspaceContext,
  server: McpServer,
  method: string,
  params: Record<string, unknown>,
): Promise<object | undefined> {
  switch (method) {
    case 'initialize':
      return initialize(server, paramsOf.initialize.parse(params).protocolVersion)
    case 'ping':
      return {}
    case 'tools/list':
      return { tools: listTools(ctx) }
    case 'tools/call': {
      const call = paramsOf['tools/call'].parse(params)
      return callTool(ctx, server.answering, call.name, call.arguments)
    }
    case 'resources/list':
      return listResources(ctx, paramsOf['resources/list'].parse(params).cursor)
    case 'resources/templates/list':
      return { resourceTemplates }
    case 'resources/read':
      return readResource(ctx, paramsOf['resources/read'].parse(params).uri)
    default:
      return undefined
  }
}

const initialize = ({ version }: McpServer, asked: string) => ({
  protocolVersion: protocolVersions.includes(asked) ? asked : protocolVersions[0],
  capabilities: { tools: {}, resources: {} },
  serverInfo: { name: 'brain-ai', title: 'Brain AI', version },
  instructions,
})
