import { type RefObject, useLayoutEffect, useState } from 'react'

/** Whether an element is at least so many pixels wide; follows it as it changes. For what CSS cannot do: having something once, not twice. */
export function useIsWide(element: RefObject<HTMLElement | null>, pixels: number): boolean {
  const [isWide, setIsWide] = useState(true)
  useLayoutEffect(() => {
    if (!element.current) return
    const measure = (width: number) => setIsWide(width >= pixels)
    measure(element.current.clientWidth)
    const observer = new ResizeObserver(([entry]) => entry && measure(entry.contentRect.width))
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element, pixels])
  return isWide
}
