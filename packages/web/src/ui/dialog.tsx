import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { classNames } from './class-names.ts'

interface DialogProps {
  isOpen: boolean
  onClose: () => void
  title: string
  closeLabel: string
  intro?: string | undefined
  /** Stays until its content closes it: for what is shown once and then never again. */
  isKept?: boolean
  children: ReactNode
}

export const backdropClass =
  'fixed inset-0 z-40 bg-[rgb(15_12_30/45%)] transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0'

/** A modal dialog: takes the focus, closes with Esc, gives the focus back. A sheet at the bottom on a phone. */
export function Dialog({ isOpen, onClose, title, closeLabel, intro, isKept = false, children }: DialogProps) {
  const content = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && !isKept && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup
          initialFocus={() => content.current?.querySelector<HTMLElement>('input, textarea') ?? true}
          className={classNames(
            'fixed inset-x-0 bottom-0 z-50 flex max-h-[92dvh] flex-col rounded-t-2xl border border-line bg-raised shadow-high outline-none',
            'transition duration-150 data-ending-style:translate-y-2 data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0',
            'md:inset-x-auto md:top-[12vh] md:bottom-auto md:left-1/2 md:max-h-[76vh] md:w-[34rem] md:-translate-x-1/2 md:rounded-2xl',
          )}
        >
          <header className="flex items-start gap-4 px-5 pt-4 pb-2">
            <div className="flex-1">
              <Base.Title className="text-lg font-semibold">{title}</Base.Title>
              {intro && <Base.Description className="mt-1 text-sm text-muted">{intro}</Base.Description>}
            </div>
            {!isKept && (
              <Base.Close
                aria-label={closeLabel}
                className="flex size-11 items-center justify-center rounded-lg text-muted hover:bg-hover hover:text-text md:size-8"
              >
                <X aria-hidden className="size-4" />
              </Base.Close>
            )}
          </header>
          <div ref={content} className="relative overflow-y-auto px-5 pt-2 pb-5">
            {children}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
