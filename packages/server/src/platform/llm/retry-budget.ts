/**
 * How many calls may be made again: a share of all calls, and a handful to begin with. When everything fails at once, retries would
 * only double the load on whoever is down.
 */
export class RetryBudget {
  readonly #share: number
  readonly #most: number
  #left: number

  constructor({ share = 0.08, reserve = 5 }: { share?: number; reserve?: number } = {}) {
    this.#share = share
    this.#most = reserve + 20
    this.#left = reserve
  }

  countCall(): void {
    this.#left = Math.min(this.#most, this.#left + this.#share)
  }

  /** Takes one retry out, or says that none is left. */
  take(): boolean {
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}
