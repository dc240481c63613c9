/** A key of the keyboard. */
export const Key = ({ children }: { children: string }) => (
  <kbd className="rounded-md border border-line bg-canvas px-1.5 py-0.5 font-sans text-xs text-muted">{children}</kbd>
)

const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

/** The name of the key that stands for Ctrl on this machine. */
export const controlKey = isMac ? '⌘' : 'Ctrl'
