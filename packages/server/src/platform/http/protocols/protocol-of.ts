import type { RouteSpec } from '@brain-ai/contract'
import { brainProtocol } from './brain-protocol.ts'
import { mcpProtocol } from './mcp-protocol.ts'
import { openAiProtocol } from './openai-protocol.ts'
import type { WireProtocol } from './wire-protocol.ts'

const others = { openai: openAiProtocol, mcp: mcpProtocol }

export const protocolOf = (speaks: RouteSpec['speaks']): WireProtocol => (speaks ? others[speaks] : brainProtocol)
