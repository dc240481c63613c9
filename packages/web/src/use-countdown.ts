import { BrainError } from '@brain-ai/contract'
import { useEffect, useState } from 'react'

/** How many seconds an error asks to wait, counted down from when it came; 0 when one may try again. */
export function useCountdown(error: unknown): number {
  const seconds = error instanceof BrainError ? Number(error.details.retryAfterSeconds ?? 0) : 0
  const [left, setLeft] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same wait may be asked for again, by another error
  useEffect(() => {
    if (!(seconds > 0)) return setLeft(0)
    const until = performance.now() + seconds * 1000
    const show = () => setLeft(Math.max(0, Math.ceil((until - performance.now()) / 1000)))
    show()
    const timer = setInterval(show, 500)
    return () => clearInterval(timer)
  }, [error, seconds])
  return left
}
