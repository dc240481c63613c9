import { type Answer, type AnswerEvent, BrainError, type Citation, type ErrorCode, type NearPassage } from '@brain-ai/contract'
import { ConnectionError } from '@brain-ai/sdk'

/** An answer as far as it has come. */
export interface LiveAnswer {
  text: string
  citations: readonly Citation[]
  /** Undefined until they are found. */
  passages: readonly NearPassage[] | undefined
  /** What a tool is doing or did last. */
  tool: { tool: string; subject: string } | undefined
  /** The connection is lost; it is tried again by itself. */
  isReconnecting: boolean
  /** The whole of it, once it has ended. */
  end: Answer | undefined
}

export const beginLive = ({
  answer: text,
  citations,
  passages,
}: Pick<Answer, 'answer' | 'citations' | 'passages'>): LiveAnswer => ({
  text,
  citations,
  passages: passages.length > 0 ? passages : undefined,
  tool: undefined,
  isReconnecting: false,
  end: undefined,
})

/** The answer after an event. The offset makes a repeated piece of text harmless, the number a repeated citation. */
function applyEvent(live: LiveAnswer, { name, data }: AnswerEvent): LiveAnswer {
  const now = { ...live, isReconnecting: false }
  if (name === 'passages-found') return { ...now, passages: data.passages }
  if (name === 'text-delta') return { ...now, text: now.text.slice(0, data.offset) + data.text, tool: undefined }
  if (name === 'citation') return { ...now, citations: [...now.citations.filter(({ number }) => number !== data.number), data] }
  if (name === 'tool-used') return { ...now, tool: data }
  if (name === 'run-started') return now
  if (name === 'answer-end') return { ...now, text: data.answer, citations: data.citations, passages: data.passages, end: data }
  if (!data.answer) throw new BrainError(data.code as ErrorCode, data.message)
  const { answer, citations, passages } = data.answer
  return { ...now, text: answer, citations, passages, end: data.answer }
}

interface Following {
  /** Opens the stream of events from an offset of the text on. */
  open: (from: number) => AsyncIterable<AnswerEvent>
  /** Waits before the next attempt; rejects when nobody follows any more. */
  wait: (attempt: number) => Promise<void>
}

/**
 * Gives the answer after each event, to its end. Where the connection breaks, it goes on from the text that is there.
 * @throws BrainError what the server has understood and refused
 */
export async function* followAnswer(begun: LiveAnswer, { open, wait }: Following): AsyncGenerator<LiveAnswer, void, undefined> {
  let live = begun
  for (let attempt = 0; ; attempt++) {
    try {
      for await (const event of open(live.text.length)) {
        attempt = 0
        live = applyEvent(live, event)
        yield live
        if (live.end) return
      }
    } catch (error) {
      if (!mayPass(error)) throw error
      live = { ...live, isReconnecting: true }
      yield live
    }
    await wait(attempt)
  }
}

const mayPass = (error: unknown): boolean =>
  error instanceof ConnectionError || (error instanceof BrainError && Number(error.details.status) >= 500)
