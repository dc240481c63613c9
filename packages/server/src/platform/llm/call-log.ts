import type { FaultKind } from './model-fault.ts'
import type { TokenUsage } from './ports.ts'

/** What became of one call to one model, retries and tool rounds included. */
export interface ModelCall {
  readonly kind: 'chat' | 'embedding'
  /** `<provider>/<model>`. */
  readonly model: string
  readonly outcome: 'finished' | 'failed' | 'cancelled'
  readonly fault: FaultKind | undefined
  readonly usage: TokenUsage
  /** The provider told no tokens, as when it broke off; they are estimated from the texts. */
  readonly isEstimated: boolean
  readonly startedAt: Date
  readonly durationMs: number
  readonly firstTokenMs: number | undefined
  /** Requests that were sent. */
  readonly requests: number
}

/** What surrounds each call to a model. */
export interface CallHooks {
  /** May refuse the call by throwing. */
  readonly beforeCall?: () => Promise<void>
  /** Told exactly once of every call in which something was sent, before its end is told to the caller. */
  readonly afterCall?: (call: ModelCall) => Promise<void>
}
