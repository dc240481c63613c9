import { Check, Copy } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import { Button } from './button.tsx'
import { copyText } from './copy-text.ts'
import { control } from './field.tsx'

interface CopyFieldProps {
  label: string
  value: string
  copyLabel: string
  copiedLabel: string
  isLabelHidden?: boolean
}

/** A text to take along, as a link or a key, with a button that copies it. A click selects all of it. */
export function CopyField({ label, value, copyLabel, copiedLabel, isLabelHidden = false }: CopyFieldProps) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-sm font-medium'}>
        {label}
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          readOnly
          value={value}
          spellCheck={false}
          onFocus={(event) => event.currentTarget.select()}
          className={`${control} h-11 min-w-0 flex-1 truncate font-mono md:h-9`}
        />
        <CopyButton value={value} copyLabel={copyLabel} copiedLabel={copiedLabel} />
      </div>
    </div>
  )
}

interface CopyButtonProps {
  value: string
  copyLabel: string
  copiedLabel: string
}

/** Copies, and says for a moment that it did. */
export function CopyButton({ value, copyLabel, copiedLabel }: CopyButtonProps) {
  const [isCopied, setIsCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(setIsCopied, 2500, false)
    return () => clearTimeout(timer)
  }, [isCopied])
  return (
    <>
      <Button
        icon={isCopied ? <Check aria-hidden className="size-4 text-good" /> : <Copy aria-hidden className="size-4" />}
        onClick={() => void copyText(value).then(() => setIsCopied(true))}
      >
        {isCopied ? copiedLabel : copyLabel}
      </Button>
      <span role="status" className="sr-only">
        {isCopied ? copiedLabel : ''}
      </span>
    </>
  )
}
