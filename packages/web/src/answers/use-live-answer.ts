import type { Answer } from '@brain-ai/contract'
import { useEffect, useMemo, useRef, useState } from 'react'
import { api, routes } from '../api.ts'
import { beginLive, followAnswer, type LiveAnswer } from './follow-answer.ts'

/** A connection may be dead without anybody saying so. The answer goes on from where it is, so opening another costs nothing. */
const silenceMs = 30_000

/** An answer as far as it has come, whether it is being made or not; the reader may leave and come back. Tells its end once. */
export function useLiveAnswer(answer: Answer, onEnd: (answer: Answer) => void): { live: LiveAnswer; error: unknown } {
  const [followed, setFollowed] = useState<LiveAnswer>()
  const [error, setError] = useState<unknown>()
  const isRunning = answer.state === 'running'
  const told = useRef(onEnd)
  useEffect(() => {
    told.current = onEnd
  }, [onEnd])

  // biome-ignore lint/correctness/useExhaustiveDependencies: what it began with; from then on the events say how it goes on
  useEffect(() => {
    if (!isRunning) return
    const leaving = new AbortController()
    const show = atMostOncePerFrame(setFollowed)
    const follow = async () => {
      const begun = beginLive(answer)
      for await (const next of followAnswer(begun, {
        open: (from) => openStream(answer.id, from, leaving.signal),
        wait: (attempt) => waitForConnection(attempt, leaving.signal),
      })) {
        show(next)
        if (next.end) told.current(next.end)
      }
    }
    follow().catch((reason: unknown) => {
      if (!leaving.signal.aborted) setError(reason)
    })
    return () => {
      leaving.abort()
      show.cancel()
    }
  }, [answer.id, isRunning])

  const live = useMemo(() => beginLive(answer), [answer])
  // What was stored when the page was opened never takes back what has been shown since.
  if (isRunning) return { live: followed ?? live, error }
  return { live: { ...live, end: answer }, error: undefined }
}

/** The events of a run; ends by itself when it was silent for long, or when the device goes offline. */
async function* openStream(id: string, from: number, leaving: AbortSignal) {
  const cut = new AbortController()
  const end = () => cut.abort()
  let timer = setTimeout(end, silenceMs)
  window.addEventListener('offline', end)
  try {
    const signal = AbortSignal.any([leaving, cut.signal])
    for await (const event of api.stream(routes.answers.followRun, { params: { id }, query: { from }, signal })) {
      clearTimeout(timer)
      timer = setTimeout(end, silenceMs)
      yield event
    }
  } catch (error) {
    if (leaving.aborted || !cut.signal.aborted) throw error
  } finally {
    clearTimeout(timer)
    window.removeEventListener('offline', end)
  }
}

/** Longer with each attempt, but not beyond the moment at which the device is online again. */
function waitForConnection(attempt: number, leaving: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer)
      window.removeEventListener('online', done)
      leaving.removeEventListener('abort', leave)
      resolve()
    }
    const leave = () => {
      done()
      reject(leaving.reason)
    }
    const timer = setTimeout(done, Math.min(5000, attempt === 0 ? 100 : 500 * 2 ** attempt))
    window.addEventListener('online', done)
    if (leaving.aborted) leave()
    else leaving.addEventListener('abort', leave)
  })
}

/** Calls with the newest value once per frame: a stream may bring hundreds of pieces in one. */
function atMostOncePerFrame<T>(act: (value: T) => void) {
  let frame = 0
  let newest: T
  const later = (value: T) => {
    newest = value
    frame ||= requestAnimationFrame(() => {
      frame = 0
      act(newest)
    })
  }
  later.cancel = () => cancelAnimationFrame(frame)
  return later
}
