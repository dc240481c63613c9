import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { StreamedEvent } from './serve.ts'

const heartbeatMs = 15_000

/**
 * Writes events as Server-Sent Events until they end, in step with the reader: a slow one slows the source down.
 * The source is closed when the reader leaves.
 */
export async function sendEvents(
  raw: ServerResponse,
  headers: Record<string, string>,
  events: AsyncIterable<StreamedEvent>,
  describeFault: (error: unknown) => StreamedEvent,
): Promise<void> {
  raw.writeHead(200, {
    ...headers,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  raw.flushHeaders()
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), heartbeatMs)
  const closed = new AbortController()
  raw.once('close', () => closed.abort())
  try {
    for await (const event of events) {
      if (closed.signal.aborted) break
      if (!raw.write(formatEvent(event))) await once(raw, 'drain', { signal: closed.signal })
    }
  } catch (error) {
    if (!closed.signal.aborted) raw.write(formatEvent(describeFault(error)))
  } finally {
    clearInterval(heartbeat)
    raw.end()
  }
}

const formatEvent = (event: StreamedEvent): string => `event: ${event.name}\ndata: ${JSON.stringify(event.data)}\n\n`
