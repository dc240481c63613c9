import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

/** More of something, behind a line that opens it. */
export const Disclosure = ({ summary, children }: { summary: string; children: ReactNode }) => (
  <details className="group rounded-lg border border-line bg-surface">
    <summary className="flex min-h-11 cursor-pointer list-none items-center gap-2 rounded-lg px-3 text-sm md:min-h-9 [&::-webkit-details-marker]:hidden">
      <ChevronRight aria-hidden className="size-4 text-muted transition-transform group-open:rotate-90" />
      {summary}
    </summary>
    {children}
  </details>
)
