/**
 * The same events, until the signal is aborted: then its reason is thrown at once, also where the source waits for something and
 * does not heed the signal itself.
 */
export async function* untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const events = source[Symbol.asyncIterator]()
  const aborted = Promise.withResolvers<never>()
  aborted.promise.catch(() => {})
  const onAbort = () => aborted.reject(signal.reason)
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    for (;;) {
      const next = await Promise.race([events.next(), aborted.promise])
      if (next.done) return
      yield next.value
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    const closed = events.return?.()
    // A source that hangs closes when it stops to; nobody waits for it.
    if (signal.aborted) closed?.catch(() => {})
    else await closed
  }
}
