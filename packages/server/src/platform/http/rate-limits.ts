import { BrainError } from '@brain-ai/contract'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/** Counts requests per minute by account or address: one allowance over all routes, and smaller ones where a route names it. */
export class RateLimits {
  readonly #overall: RateLimiterMemory | undefined
  readonly #byRoute = new Map<string, RateLimiterMemory>()

  /** @param perMinute requests that one account or address may make; 0 for no limit at all */
  constructor(perMinute: number) {
    this.#overall = perMinute > 0 ? limiter('all', perMinute) : undefined
  }

  /**
   * @param who account id or network address
   * @throws BrainError request/rate-limited with the seconds to wait
   */
  async take(who: string, route: { path: string; method: string; perMinute?: number }): Promise<void> {
    if (!this.#overall) return
    await consume(this.#overall, who)
    if (route.perMinute === undefined) return
    const name = `${route.method} ${route.path}`
    const limit = this.#byRoute.get(name) ?? limiter(name, route.perMinute)
    this.#byRoute.set(name, limit)
    await consume(limit, who)
  }
}

const limiter = (keyPrefix: string, points: number) => new RateLimiterMemory({ keyPrefix, points, duration: 60 })

async function consume(limit: RateLimiterMemory, who: string): Promise<void> {
  try {
    await limit.consume(who)
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused
    const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
    throw new BrainError('request/rate-limited', `That were too many requests. Try again in ${seconds} seconds.`, {
      retryAfterSeconds: seconds,
    })
  }
}

/** One household or office has a whole /64 of IPv6, so it counts as one address. */
export function rateKeyOfAddress(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address
  const [head = '', tail = ''] = address.split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail.split(':').filter(Boolean)
  const missing = Math.max(0, 8 - left.length - right.length)
  return [...left, ...Array<string>(missing).fill('0'), ...right].slice(0, 4).join(':')
}
