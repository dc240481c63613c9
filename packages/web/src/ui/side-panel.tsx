import { X } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { IconButton } from './button.tsx'
import { useEscape } from './use-escape.ts'

interface SidePanelProps {
  title: string
  closeLabel: string
  onClose: () => void
  actions?: ReactNode
  children: ReactNode
  /** What the panel shows; a change of it moves the focus to the panel again. */
  subject: string
}

/** The panel on the right: stands beside the page, or over it on a phone. Not modal; Esc closes it. */
export function SidePanel({ title, closeLabel, onClose, actions, children, subject }: SidePanelProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const [opener] = useState(() => document.activeElement)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the subject
  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
  }, [subject])
  useEffect(() => {
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true })
    }
  }, [opener])
  useEscape(onClose)

  return (
    <aside
      aria-label={title}
      className="fixed inset-0 z-30 flex animate-appear flex-col bg-surface lg:static lg:z-auto lg:h-dvh lg:w-[clamp(24rem,38vw,40rem)] lg:shrink-0 lg:border-l lg:border-line"
    >
      <header className="flex min-h-14 items-center gap-1 border-b border-line py-2 pr-2 pl-5">
        <h2 ref={heading} tabIndex={-1} className="min-w-0 flex-1 truncate text-base font-semibold outline-none">
          {title}
        </h2>
        {actions}
        <IconButton label={closeLabel} icon={<X aria-hidden className="size-4" />} onClick={onClose} />
      </header>
      {children}
    </aside>
  )
}
