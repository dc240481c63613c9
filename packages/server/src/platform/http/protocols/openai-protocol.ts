import { type BrainError, type ErrorCode, errorTable, type OpenAiError } from '@brain-ai/contract'
import { messageOf, type WireProtocol } from './wire-protocol.ts'

// Where OpenAI has a name for the same thing, programs look for that one.
const theirCodes: Partial<Readonly<Record<ErrorCode, string>>> = {
  'auth/required': 'invalid_api_key',
  'agent/not-found': 'model_not_found',
  'model/not-found': 'model_not_found',
  'request/rate-limited': 'rate_limit_exceeded',
  'limit/reached': 'insufficient_quota',
}

/** That of OpenAI: errors under `error`, a stream where the body asks for one, events without names and `[DONE]` behind the last. */
export const openAiProtocol: WireProtocol = {
  errorType: 'application/json; charset=utf-8',
  formatError: (error, requestId) => ({
    status: errorTable[error?.code ?? 'server/internal'].status,
    body: describeError(error, requestId),
  }),
  asksForKeys: true,
  wantsEvents: (_accept, body) => (body as { stream?: unknown } | undefined)?.stream === true,
  formatEvent: ({ name, data }) => `data: ${name === 'done' ? '[DONE]' : JSON.stringify(data)}\n\n`,
  describeFault: (error, requestId) => ({ name: 'error', data: describeError(error, requestId) }),
}

function describeError(error: BrainError | undefined, requestId: string): OpenAiError {
  const code = error?.code ?? 'server/internal'
  const [first, ...others] = (error?.details.errors ?? []) as { path: string; message: string }[]
  const where = first && [first, ...others].map(({ path, message }) => `${path}: ${message}`).join('; ')
  return {
    error: {
      message: where ? `${error!.message} ${where}` : messageOf(error, requestId),
      type: typeOf(errorTable[code].status),
      param: first?.path ?? null,
      code: theirCodes[code] ?? code,
      brain_code: code,
    },
  }
}

function typeOf(status: number): string {
  if (status === 401) return 'authentication_error'
  if (status === 403) return 'permission_error'
  if (status === 429) return 'rate_limit_error'
  return status < 500 ? 'invalid_request_error' : 'server_error'
}
