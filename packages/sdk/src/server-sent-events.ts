/** One event of a `text/event-stream`. */
export interface ServerSentEvent {
  name: string
  data: string
}

/**
 * Reads events from the bytes of a reply, however the network cut them. An event that the end of the stream
 * leaves incomplete is dropped, as the standard says. Leaving the loop early cancels the reply.
 */
export async function* readServerSentEvents(bytes: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const reader = bytes.getReader()
  const decoder = new TextDecoder()
  const takeEvents = createEventParser()
  let isRead = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      isRead = done
      if (done) return
      yield* takeEvents(decoder.decode(value, { stream: true }))
    }
  } finally {
    // A browser that is told to cancel just after the end reports a failed request.
    if (!isRead) await reader.cancel().catch(() => undefined)
  }
}

/** A function that takes the next piece of text and gives the events that it completes. */
function createEventParser(): (text: string) => ServerSentEvent[] {
  let line = ''
  let endedWithCarriageReturn = false
  let name = ''
  let data: string[] = []

  function readLine(events: ServerSentEvent[]): void {
    if (line === '') {
      if (data.length > 0) events.push({ name: name || 'message', data: data.join('\n') })
      name = ''
      data = []
      return
    }
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
    if (field === 'data') data.push(value)
    else if (field === 'event') name = value
    line = ''
  }

  return (text) => {
    const events: ServerSentEvent[] = []
    let from = 0
    // The line feed of a CRLF may come in the next piece: it belongs to the line that has already ended.
    if (endedWithCarriageReturn && text.startsWith('\n')) from = 1
    if (text !== '') endedWithCarriageReturn = text.endsWith('\r')
    for (let at = from; at < text.length; at++) {
      const character = text[at]
      if (character !== '\n' && character !== '\r') continue
      line += text.slice(from, at)
      readLine(events)
      if (character === '\r' && text[at + 1] === '\n') at++
      from = at + 1
    }
    line += text.slice(from)
    return events
  }
}
