import { z } from 'zod'
import { route } from './route.ts'

/** A message of JSON-RPC 2.0: a request has a method and an id, a notification no id, a reply no method. */
export const JsonRpcMessage = z
  .looseObject({
    jsonrpc: z.literal('2.0'),
    id: z.union([z.string().max(200), z.number()]).optional(),
    method: z.string().max(200).optional(),
    params: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'JsonRpcMessage' })
export type JsonRpcMessage = z.infer<typeof JsonRpcMessage>

const tag = 'Model Context Protocol'

export const mcp = {
  sendMessage: route({
    method: 'POST',
    path: '/mcp',
    summary: 'Model Context Protocol over streamable HTTP, without sessions: search, read_document and ask as tools',
    tag,
    may: 'mcp.use',
    speaks: 'mcp',
    body: JsonRpcMessage,
    replyType: 'application/json',
    perMinute: 600,
  }),
  listen: route({
    method: 'GET',
    path: '/mcp',
    summary: 'Always 405, as the protocol wants where a server has nothing to say by itself',
    tag,
    may: 'mcp.use',
    speaks: 'mcp',
    replyType: 'application/json',
  }),
}
