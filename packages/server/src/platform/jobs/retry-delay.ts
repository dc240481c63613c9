const firstMs = 2_000
const longestMs = 10 * 60_000

/**
 * How long to wait after a failed attempt: doubles each time up to ten minutes, and spreads over its upper half so that
 * jobs which failed together do not come back together.
 * @param attempt 1 after the first @param random 0 to 1
 */
export function retryDelayMs(attempt: number, random: number): number {
  const full = Math.min(longestMs, firstMs * 2 ** (attempt - 1))
  return Math.round(full * (0.5 + random / 2))
}
