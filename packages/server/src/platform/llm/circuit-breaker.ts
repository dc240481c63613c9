export type CircuitState = 'closed' | 'open' | 'half-open'

interface CircuitOptions {
  /** A clock that never goes back, in ms. */
  readonly now: () => number
  /** Failures in a row that open it. */
  readonly failures?: number
  readonly windowMs?: number
  /** How long it stays open at first; doubled with each probe that fails. */
  readonly openMs?: number
  readonly maxOpenMs?: number
  readonly onChange?: (state: CircuitState, before: CircuitState) => void
}

/** Says how a call went; what is said first counts. */
export interface CircuitPermit {
  succeeded(): void
  failed(options?: { isDead?: boolean }): void
  /** The call says nothing about the endpoint, as when it was cancelled. */
  release(): void
}

/**
 * Keeps calls from an endpoint that is failing. It opens when calls fail in a row, when half of many fail within the window, or at
 * once when nothing answers there; then it lets one call through from time to time, and closes when that succeeds.
 */
export class CircuitBreaker {
  readonly #options: Required<CircuitOptions>
  #state: CircuitState = 'closed'
  #row = 0
  #recent: { at: number; isFailure: boolean }[] = []
  #probeAt = 0
  #openMs: number
  #isProbing = false

  constructor(options: CircuitOptions) {
    this.#options = { failures: 5, windowMs: 10_000, openMs: 2_000, maxOpenMs: 30_000, onChange: () => {}, ...options }
    this.#openMs = this.#options.openMs
  }

  get state(): CircuitState {
    return this.#state
  }

  /** Undefined while it is open. */
  enter(): CircuitPermit | undefined {
    if (this.#state === 'open' && this.#options.now() >= this.#probeAt) this.#change('half-open')
    if (this.#state === 'open' || (this.#state === 'half-open' && this.#isProbing)) return undefined
    const isProbe = this.#state === 'half-open'
    if (isProbe) this.#isProbing = true
    let isSettled = false
    const once = (settle: () => void) => () => {
      if (isSettled) return
      isSettled = true
      if (isProbe) this.#isProbing = false
      settle()
    }
    const failed = (isDead: boolean) => once(() => this.#failed(isDead, isProbe))()
    return {
      succeeded: once(() => this.#succeeded(isProbe)),
      failed: ({ isDead = false } = {}) => failed(isDead),
      release: once(() => {}),
    }
  }

  #succeeded(isProbe: boolean): void {
    // A call that began before it opened is no proof that the endpoint is back.
    if (this.#state !== 'closed' && !isProbe) return
    this.#row = 0
    this.#note(false)
    if (this.#state === 'closed') return
    this.#recent = []
    this.#openMs = this.#options.openMs
    this.#change('closed')
  }

  #failed(isDead: boolean, isProbe: boolean): void {
    if (this.#state !== 'closed' && !isProbe) return
    this.#row++
    this.#note(true)
    if (isProbe) this.#openMs = Math.min(this.#options.maxOpenMs, this.#openMs * 2)
    const failures = this.#recent.filter(({ isFailure }) => isFailure).length
    const isMostlyFailing = this.#recent.length >= 20 && failures * 2 >= this.#recent.length
    if (isProbe || isDead || this.#row >= this.#options.failures || isMostlyFailing) this.#open()
  }

  #open(): void {
    this.#probeAt = this.#options.now() + this.#openMs
    this.#change('open')
  }

  #note(isFailure: boolean): void {
    const at = this.#options.now()
    this.#recent.push({ at, isFailure })
    const oldest = at - this.#options.windowMs
    const fresh = this.#recent.findIndex((one) => one.at > oldest)
    if (fresh > 0 || this.#recent.length > 200) this.#recent.splice(0, Math.max(fresh, this.#recent.length - 200))
  }

  #change(state: CircuitState): void {
    const before = this.#state
    if (before === state) return
    this.#state = state
    this.#options.onChange(state, before)
  }
}
