import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { classNames } from './class-names.ts'

interface SearchBoxProps {
  label: string
  value: string
  onChange: (text: string) => void
  className?: string
}

/** Filters a moment after the last key, so that each letter is not a request. */
export function SearchBox({ label, value, onChange, className }: SearchBoxProps) {
  const [text, setText] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const sent = useRef(value)
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => {
    // Changed from elsewhere, as by "clear filters" or the back button.
    if (value !== sent.current) setText(value)
    sent.current = value
  }, [value])
  function send(next: string) {
    sent.current = next
    onChange(next)
  }
  return (
    <div className={classNames('relative', className)}>
      <Search aria-hidden className="pointer-events-none absolute inset-y-0 left-3 my-auto size-4 text-muted" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        maxLength={200}
        onChange={(event) => {
          setText(event.target.value)
          clearTimeout(timer.current)
          timer.current = setTimeout(send, 250, event.target.value.trim())
        }}
        className="h-11 w-full rounded-lg border border-line-strong bg-surface pr-2 pl-9 text-base shadow-low md:h-9 md:text-sm"
      />
    </div>
  )
}
