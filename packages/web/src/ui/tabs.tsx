import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'

interface TabsProps<V extends string> {
  label: string
  tabs: readonly { value: V; label: string }[]
  value: V
  onChoose: (value: V) => void
  /** The content of the chosen tab. */
  children: ReactNode
}

/** Views of one thing; arrow keys walk through them. The content scrolls. */
export function Tabs<V extends string>({ label, tabs, value, onChoose, children }: TabsProps<V>) {
  return (
    <Base.Root value={value} onValueChange={(next) => onChoose(next as V)} className="flex min-h-0 flex-1 flex-col">
      <Base.List aria-label={label} className="flex gap-4 border-b border-line px-5 pt-2">
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="-mb-px min-h-11 border-b-2 border-transparent text-sm text-muted hover:text-text data-active:border-accent data-active:font-medium data-active:text-text md:min-h-9"
          >
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      <Base.Panel value={value} className="relative min-h-0 flex-1 overflow-y-auto px-5 py-5 -outline-offset-2">
        {children}
      </Base.Panel>
    </Base.Root>
  )
}
