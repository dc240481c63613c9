interface ToastOptions {
  text: string
  action?: { label: string; run: () => void } | undefined
  isBad?: boolean
  timeoutMs?: number
}

/** Shows a sentence for some seconds, with at most one action. Time stands still while it is hovered or focused. */
export type ShowToast = (options: ToastOptions) => void

export const showToast: ShowToast = (options) => void import('./toast.tsx').then(({ addToast }) => addToast(options))
