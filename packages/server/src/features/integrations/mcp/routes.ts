import { contract } from '@brain-ai/contract'
import { type ServedRoute, serve, textReply } from '#platform/http'
import { answerMessage, type McpServer } from './answer-message.ts'
import { failed } from './json-rpc.ts'

const { mcp } = contract

export const mcpRoutes = (server: McpServer): ServedRoute[] => [
  serve(mcp.sendMessage, async (ctx, { body }) => {
    const reply = await answerMessage(ctx, server, body)
    return reply === undefined ? textReply('', { status: 202 }) : textReply(JSON.stringify(reply))
  }),
  serve(mcp.listen, () => {
    const refusal = failed(null, 'refused', 'This server says nothing by itself; send messages by POST.', {
      code: 'request/method-not-allowed',
    })
    return textReply(JSON.stringify(refusal), { status: 405, headers: { allow: 'POST' } })
  }),
]
