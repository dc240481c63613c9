import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { StreamedEvent } from './serve.ts'
import { untilAborted } from './until-aborted.ts'

const heartbeatMs = 15_000

/**
 * Writes events as Server-Sent Events until they end, in step with the reader: a slow one slows the source down.
 * The source is closed when the reader leaves, and the stream ends with the reason of the signal when that is aborted.
 */
export async function sendEvents(
  raw: ServerResponse,
  headers: Record<string, string>,
  events: AsyncIterable<StreamedEvent>,
  describeFault: (error: unknown) => StreamedEvent,
  signal: AbortSignal,
  format: (event: StreamedEvent) => string = formatEvent,
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
  if (raw.destroyed) closed.abort()
  const over = AbortSignal.any([closed.signal, signal])
  try {
    for await (const event of untilAborted(events, signal)) {
      if (closed.signal.aborted) break
      if (!raw.write(format(event))) await once(raw, 'drain', { signal: over })
    }
  } catch (error) {
    if (!closed.signal.aborted) raw.write(format(describeFault(signal.aborted ? signal.reason : error)))
  } finally {
    clearInterval(heartbeat)
    raw.end()
  }
}

export const formatEvent = ({ name, data, id }: StreamedEvent): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
