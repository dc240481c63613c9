import { setTimeout as delay } from 'node:timers/promises'
import { contract, type WarmupView } from '@brain-ai/contract'
import type { Client } from '@brain-ai/sdk'
import { CommandError, exitCodes } from '../exit-codes.ts'
import { withRetries } from '../import/retry.ts'
import { waitForStop } from '../start/wait-for-stop.ts'

const pollMs = 500

export const isUnderWay = ({ state }: WarmupView): boolean => state === 'queued' || state === 'running'

/**
 * Follows a warm-up to its end. It goes on without whoever follows, so Ctrl+C ends only the following.
 * @throws CommandError when stopped, or when another warm-up took its place unseen
 */
export async function followWarmup(
  client: Client,
  started: WarmupView,
  onProgress: (warmup: WarmupView) => void,
): Promise<WarmupView> {
  using stop = waitForStop()
  const following = new AbortController()
  void stop.requested.then(() => following.abort())
  const { signal } = following
  const look = () => client.call(contract.cache.getCache, { signal })
  let warmup = started
  try {
    while (isUnderWay(warmup)) {
      onProgress(warmup)
      await delay(pollMs, undefined, { signal })
      const { warmup: newest } = await withRetries(look, { wait: (ms) => delay(ms, undefined, { signal }) })
      if (newest?.id !== started.id)
        throw new CommandError(exitCodes.unavailable, 'The warm-up has ended, and the server does not say how.')
      warmup = newest
    }
    return warmup
  } catch (error) {
    if (!signal.aborted) throw error
    const message = 'Not followed any more; the warm-up goes on. `brain cache stop` stops it, `brain cache` shows how it goes.'
    throw new CommandError(exitCodes.interrupted, message, { cause: error })
  }
}
