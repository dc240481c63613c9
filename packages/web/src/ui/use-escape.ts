import { useEffect } from 'react'

// A toast is a dialog to assistive technology, but not one that closes by this key.
const above = '[role="dialog"]:not([aria-modal="false"]),[role="menu"]'

/** Esc, wherever the focus is. A dialog, menu or preview above the page closes first. @param onEscape undefined where it does nothing now */
export function useEscape(onEscape: (() => void) | undefined): void {
  useEffect(() => {
    if (!onEscape) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector(above)) onEscape()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [onEscape])
}
