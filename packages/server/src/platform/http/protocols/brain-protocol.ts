import { toProblem } from '../problem.ts'
import { formatEvent } from '../send-events.ts'
import { messageOf, type WireProtocol } from './wire-protocol.ts'

/** Ours: problem+json, and events by name for those who accept them. */
export const brainProtocol: WireProtocol = {
  errorType: 'application/problem+json',
  formatError: (error, requestId) => {
    const problem = toProblem(error, requestId)
    return { status: problem.status, body: problem }
  },
  asksForKeys: false,
  wantsEvents: (accept) => accept.includes('text/event-stream'),
  formatEvent,
  describeFault: (error, requestId) => ({
    name: 'error',
    data: { code: error?.code ?? 'server/internal', message: messageOf(error, requestId), isRetryable: !error },
  }),
}
