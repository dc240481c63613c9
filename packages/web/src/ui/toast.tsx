import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { useEffect } from 'react'
import { classNames } from './class-names.ts'
import type { ShowToast } from './show-toast.ts'

const toasts = Toast.createToastManager()
// Until the place for them stands, nobody listens to the manager, and a toast would be lost.
const place = Promise.withResolvers<void>()

/** Adds one to those on the screen. Call `showToast`, which loads this file when it is needed. */
export const addToast = async ({ text, action, isBad = false, timeoutMs = 6000 }: Parameters<ShowToast>[0]): Promise<void> => {
  await place.promise
  const id = toasts.add({
    description: text,
    timeout: timeoutMs,
    priority: isBad ? 'high' : 'low',
    type: isBad ? 'bad' : 'plain',
    ...(action && {
      actionProps: {
        children: action.label,
        onClick: () => {
          toasts.close(id)
          action.run()
        },
      },
    }),
  })
}

interface ToastsProps {
  label: string
  closeLabel: string
}

/** Where toasts appear; stands once in the app. */
export default function Toasts({ label, closeLabel }: ToastsProps) {
  useEffect(() => place.resolve(), [])
  return (
    <Toast.Provider toastManager={toasts}>
      <Toast.Portal>
        <Toast.Viewport
          aria-label={label}
          className="fixed inset-x-3 bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-60 flex flex-col items-center gap-2 outline-none md:bottom-6"
        >
          <ToastList label={label} closeLabel={closeLabel} />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function ToastList({ label, closeLabel }: ToastsProps) {
  return Toast.useToastManager().toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      aria-label={label}
      className={classNames(
        'w-full max-w-md rounded-xl border bg-raised shadow-high transition duration-150 data-limited:hidden',
        'data-ending-style:translate-y-2 data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0',
        toast.type === 'bad' ? 'border-bad' : 'border-line',
      )}
    >
      <Toast.Content className="flex items-center gap-2 py-1 pr-1 pl-4">
        <Toast.Description className="flex-1 py-2 text-sm" />
        <Toast.Action className="min-h-11 rounded-lg px-3 text-sm font-semibold text-accent hover:bg-hover md:min-h-8" />
        <Toast.Close
          aria-label={closeLabel}
          className="flex size-11 items-center justify-center rounded-lg text-muted hover:bg-hover hover:text-text md:size-8"
        >
          <X aria-hidden className="size-4" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}
