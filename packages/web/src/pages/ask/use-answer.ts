import { type Answer, BrainError, type Citation, type ErrorCode, type NearPassage } from '@brain-ai/contract'
import { ConnectionError } from '@brain-ai/sdk'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, routes } from '../../api.ts'
import { chosenWorkspace } from '../../workspace-choice.ts'

/** An answer as far as it has come. */
export interface LiveAnswer {
  phase: 'searching' | 'writing' | 'done' | 'stopped'
  text: string
  citations: Citation[]
  passages: NearPassage[]
  /** The whole of it, once it is done. */
  whole: Answer | undefined
}

const nothingYet: LiveAnswer = { phase: 'searching', text: '', citations: [], passages: [], whole: undefined }

/** Asks, and gives the answer after each event. Throws what went wrong, also when the stream ends too early. */
async function* streamAnswer(question: string, collections: string[], signal: AbortSignal): AsyncGenerator<LiveAnswer> {
  let answer = nothingYet
  const body = { question, ...(collections.length > 0 && { collections }) }
  for await (const event of api.stream(routes.answers.askQuestion, { body, signal })) {
    if (event.name === 'passages-found') answer = { ...answer, phase: 'writing', passages: event.data.passages }
    // The offset makes a repeated piece harmless.
    else if (event.name === 'text-delta') answer = { ...answer, text: answer.text.slice(0, event.data.offset) + event.data.text }
    else if (event.name === 'citation') answer = { ...answer, citations: [...answer.citations, event.data] }
    else if (event.name === 'error')
      throw new BrainError(event.data.code as ErrorCode, event.data.message, { isRetryable: event.data.isRetryable })
    else if (event.name === 'answer-end') {
      const { answer: text, citations, passages } = event.data
      answer = { phase: 'done', text, citations, passages, whole: event.data }
    }
    yield answer
  }
  if (answer.phase !== 'done') throw new ConnectionError('The answer ended before it was complete.')
}

/** The answer to a question, live while it is written and kept for coming back. Leaving the page ends the stream. */
export function useAnswer(question: string, collections: string[]) {
  const queryClient = useQueryClient()
  const stopper = useRef<AbortController>(undefined)
  const queryKey = ['workspace', chosenWorkspace(), 'answer', question, collections]

  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      stopper.current = new AbortController()
      const stop = stopper.current.signal
      const show = atMostOncePerFrame((answer: LiveAnswer) => queryClient.setQueryData(queryKey, answer))
      let last = nothingYet
      show(last)
      try {
        for await (const answer of streamAnswer(question, collections, AbortSignal.any([signal, stop]))) {
          last = answer
          show(answer)
        }
        return last
      } catch (error) {
        if (!stop.aborted) throw error
        return { ...last, phase: 'stopped' as const }
      } finally {
        show.cancel()
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30 * 60_000,
    retry: false,
    refetchOnReconnect: false,
    refetchOnMount: false,
  })

  return {
    answer: query.data ?? nothingYet,
    error: query.error,
    isRunning: query.isFetching,
    stop: () => stopper.current?.abort(),
    askAgain: () => void queryClient.resetQueries({ queryKey, exact: true }),
  }
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
