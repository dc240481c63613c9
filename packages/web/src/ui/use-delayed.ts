import { useEffect, useState } from 'react'

/** A value once it has stayed the same for a moment, so that each letter is not a request. */
export function useDelayed<T>(value: T, delayMs = 120): T {
  const [delayed, setDelayed] = useState(value)
  useEffect(() => {
    const timer = setTimeout(setDelayed, delayMs, value)
    return () => clearTimeout(timer)
  }, [value, delayMs])
  return delayed
}
