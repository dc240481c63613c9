import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4FinishReason,
  LanguageModelV4StreamPart,
  SharedV4ProviderOptions,
} from '@ai-sdk/provider'
import { ModelFault } from './model-fault.ts'
import type { TokenUsage } from './ports.ts'
import type { CallLimits } from './provider-spec.ts'
import { readUsage } from './token-usage.ts'

/** A tool that the model asked for, its input as it wrote it. */
export interface AskedTool {
  readonly id: string
  readonly tool: string
  readonly input: string
  /** What the provider wants back with the outcome. */
  readonly metadata: SharedV4ProviderOptions | undefined
}

export type RoundPart =
  /** The model has begun: what it thinks is not shown, but it counts as a sign of life. */
  | { readonly name: 'alive' }
  | { readonly name: 'text'; readonly text: string }
  | { readonly name: 'tool'; readonly asked: AskedTool }
  | { readonly name: 'end'; readonly reason: LanguageModelV4FinishReason; readonly usage: TokenUsage | undefined }

/**
 * One request to a provider, read to its end. It breaks off when it does not begin, when it pauses for too long, or at the deadline;
 * leaving it early closes the connection.
 * @param given.deadline when all must be over, by the clock of `performance.now()`
 */
export async function* streamRound(
  model: LanguageModelV4,
  options: LanguageModelV4CallOptions,
  given: { limits: CallLimits; deadline: number; signal: AbortSignal },
): AsyncGenerator<RoundPart, void> {
  const { limits, deadline, signal } = given
  const own = new AbortController()
  const stop = () => own.abort(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  let hasBegun = false
  const pause = setTimeout(
    () => own.abort(new ModelFault(hasBegun ? 'idle-timeout' : 'first-token-timeout')),
    limits.firstTokenMs,
  )
  const end = setTimeout(() => own.abort(new ModelFault('total-timeout')), Math.max(0, deadline - performance.now()))
  let idle: NodeJS.Timeout | undefined
  try {
    const { stream } = await model.doStream({ ...options, abortSignal: own.signal })
    for await (const part of stream) {
      const read = readPart(part)
      if (!hasBegun && read) {
        hasBegun = true
        clearTimeout(pause)
        idle = setTimeout(() => own.abort(new ModelFault('idle-timeout')), limits.idleMs)
        if (read.name !== 'end') yield { name: 'alive' }
      } else idle?.refresh()
      if (!read || read.name === 'alive') continue
      yield read
      // Whoever reads may take its time; that is no pause of the provider.
      idle?.refresh()
      if (read.name === 'end') return
    }
    throw new ModelFault('cut')
  } catch (error) {
    // A connection that was closed from here fails with whatever; why it was closed says more.
    if (own.signal.aborted) throw own.signal.reason
    throw error
  } finally {
    clearTimeout(pause)
    clearTimeout(idle)
    clearTimeout(end)
    signal.removeEventListener('abort', stop)
    own.abort()
  }
}

function readPart(part: LanguageModelV4StreamPart): RoundPart | undefined {
  switch (part.type) {
    case 'text-delta':
      return part.delta === '' ? undefined : { name: 'text', text: part.delta }
    case 'reasoning-delta':
    case 'tool-input-start':
    case 'tool-input-delta':
      return { name: 'alive' }
    case 'tool-call': {
      const metadata = part.providerMetadata as SharedV4ProviderOptions | undefined
      return { name: 'tool', asked: { id: part.toolCallId, tool: part.toolName, input: part.input, metadata } }
    }
    case 'error':
      throw part.error instanceof Error ? part.error : new Error('An error event came in the stream.', { cause: part.error })
    case 'finish':
      // Without a reason in the provider's own words the stream ended before its end.
      if (part.finishReason.raw === undefined) throw new ModelFault('cut')
      return { name: 'end', reason: part.finishReason, usage: readUsage(part.usage) }
    default:
      return undefined
  }
}
