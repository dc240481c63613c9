import { setTimeout as delay } from 'node:timers/promises'
import { BrainError } from '@brain-ai/contract'
import { ConnectionError } from '@brain-ai/sdk'

const passingCodes = new Set<string>(['request/rate-limited', 'server/stopping', 'database/unavailable'])
const firstDelayMs = 500
const longestDelayMs = 15_000

export interface RetryOptions {
  readonly attempts?: number
  readonly wait?: (delayMs: number) => Promise<void>
}

/** Tries again, ever more slowly, what failed because the server was away or busy; everything else is thrown at once. */
export async function withRetries<T>(work: () => Promise<T>, options: RetryOptions = {}): Promise<T> {
  const { attempts = 6, wait = (delayMs) => delay(delayMs) } = options
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === attempts || !isPassing(error)) throw error
      const doubled = Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1))
      // Half of it by chance, so that parallel uploads do not come back all at once.
      await wait(retryAfterMs(error) ?? doubled * (0.5 + Math.random() / 2))
    }
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof ConnectionError || (error instanceof BrainError && passingCodes.has(error.code))
}

function retryAfterMs(error: unknown): number | undefined {
  const seconds = error instanceof BrainError ? Number(error.details.retryAfterSeconds ?? Number.NaN) : Number.NaN
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(60, seconds) * 1000 : undefined
}
