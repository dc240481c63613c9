import { type BrainError, errorTable } from '@brain-ai/contract'
import { brainProtocol } from './brain-protocol.ts'
import { messageOf, type WireProtocol } from './wire-protocol.ts'

const invalidRequest = -32_600
const internalError = -32_603
const refused = -32_000

/** That of the Model Context Protocol: errors as JSON-RPC has them, and no streams of ours. */
export const mcpProtocol: WireProtocol = {
  ...brainProtocol,
  errorType: 'application/json; charset=utf-8',
  formatError: (error, requestId) => {
    const code = error?.code ?? 'server/internal'
    const body = {
      jsonrpc: '2.0',
      id: null,
      error: { code: numberOf(error), message: messageOf(error, requestId), data: { code, requestId } },
    }
    return { status: errorTable[code].status, body }
  },
  asksForKeys: true,
  wantsEvents: () => false,
}

function numberOf(error: BrainError | undefined): number {
  if (!error) return internalError
  return error.code === 'request/invalid' || error.code === 'request/malformed' ? invalidRequest : refused
}
