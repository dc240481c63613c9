import { ModelFault } from './model-fault.ts'
import type { Fetch } from './providers/index.ts'

/** A reply that is no stream of events, as from a proxy that shows its own page, is told from an empty answer. */
export function requireEventStream(fetch: Fetch): Fetch {
  return async (target, init) => {
    const reply = await fetch(target, init)
    const type = reply.headers.get('content-type')
    if (!reply.ok || type === null || /^text\/event-stream\b/i.test(type)) return reply
    await reply.body?.cancel()
    throw new ModelFault('malformed')
  }
}
