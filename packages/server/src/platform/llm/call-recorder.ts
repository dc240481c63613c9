import type { CallHooks, ModelCall } from './call-log.ts'
import type { ModelFault } from './model-fault.ts'
import type { TokenUsage } from './ports.ts'
import { addUsage, noTokens } from './token-usage.ts'

/** Gathers what one call used, and tells it once. */
export class CallRecorder {
  readonly #kind: ModelCall['kind']
  readonly #model: string
  readonly #hooks: readonly CallHooks[]
  readonly #startedAt: Date
  readonly #start = performance.now()
  #usage = noTokens
  #isEstimated = false
  #firstTokenMs: number | undefined
  #requests = 0
  #isTold = false

  constructor(given: { kind: ModelCall['kind']; model: string; hooks: readonly CallHooks[]; now: Date }) {
    this.#kind = given.kind
    this.#model = given.model
    this.#hooks = given.hooks
    this.#startedAt = given.now
  }

  countRequest(): void {
    this.#requests++
  }

  sawFirstToken(): void {
    this.#firstTokenMs ??= performance.now() - this.#start
  }

  /** @param told undefined where the provider told nothing, and `estimate` has to do */
  addUsage(told: TokenUsage | undefined, estimate: () => TokenUsage): TokenUsage {
    if (told === undefined) this.#isEstimated = true
    this.#usage = addUsage(this.#usage, told ?? estimate())
    return this.#usage
  }

  /** Tells what became of the call; only the first time counts, and a call in which nothing was sent is none. */
  async tell(outcome: ModelCall['outcome'], fault?: ModelFault): Promise<void> {
    if (this.#isTold || this.#requests === 0) return
    this.#isTold = true
    const call: ModelCall = {
      kind: this.#kind,
      model: this.#model,
      outcome,
      fault: fault?.kind,
      usage: this.#usage,
      isEstimated: this.#isEstimated,
      startedAt: this.#startedAt,
      durationMs: performance.now() - this.#start,
      firstTokenMs: this.#firstTokenMs,
      requests: this.#requests,
    }
    for (const { afterCall } of this.#hooks) await afterCall?.(call)
  }
}
