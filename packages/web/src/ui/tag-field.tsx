import { X } from 'lucide-react'
import { type KeyboardEvent, useId, useState } from 'react'
import { classNames } from './class-names.ts'
import { control, describedBy, FieldFrame, type FieldProps } from './field.tsx'

interface TagFieldProps extends FieldProps {
  tags: readonly string[]
  onChange: (tags: string[]) => void
  /** What was typed, as a tag; undefined when it is none. */
  read: (text: string) => string | undefined
  /** Read out for the button that takes a tag away. */
  removeLabel: (tag: string) => string
  /** Said when what was typed is no tag. */
  notATag: string
  placeholder: string
  /** A tag may be several words: then a space ends none. */
  allowsSpaces?: boolean
}

/** A list of short texts: Enter, comma or leaving the field adds what was typed, Backspace in the empty field takes the last away. */
export function TagField({
  tags,
  onChange,
  read,
  removeLabel,
  notATag,
  placeholder,
  allowsSpaces = false,
  ...field
}: TagFieldProps) {
  const id = useId()
  const [text, setText] = useState('')
  const [isWrong, setIsWrong] = useState(false)
  const problem = field.problem ?? (isWrong ? notATag : undefined)

  function add(): boolean {
    if (text.trim() === '') return false
    const tag = read(text)
    setIsWrong(tag === undefined)
    if (tag === undefined) return true
    setText('')
    if (!tags.includes(tag)) onChange([...tags, tag])
    return true
  }
  function act(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    // Enter in the empty field is left to the form.
    if ((event.key === 'Enter' || event.key === ',' || (event.key === ' ' && !allowsSpaces)) && add()) event.preventDefault()
    else if (event.key === 'Backspace' && text === '' && tags.length > 0) onChange(tags.slice(0, -1))
  }

  return (
    <FieldFrame id={id} {...field} problem={problem}>
      <div
        className={classNames(
          control,
          'flex flex-wrap items-center gap-1.5 px-1.5! py-1.5 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent',
        )}
      >
        {tags.map((tag) => (
          <span key={tag} className="flex items-center rounded-md bg-sunken pl-2 text-sm">
            {tag}
            <button
              type="button"
              aria-label={removeLabel(tag)}
              onClick={() => onChange(tags.filter((other) => other !== tag))}
              className="flex size-8 items-center justify-center rounded-md text-muted hover:text-text md:size-6"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          </span>
        ))}
        <input
          id={id}
          value={text}
          placeholder={tags.length === 0 ? placeholder : ''}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          aria-invalid={problem ? true : undefined}
          aria-describedby={describedBy(id, { ...field, problem })}
          onChange={(event) => {
            setText(event.target.value)
            setIsWrong(false)
          }}
          onKeyDown={act}
          onBlur={() => void add()}
          className="h-8 min-w-32 flex-1 bg-transparent px-1.5 outline-none md:h-6"
        />
      </div>
    </FieldFrame>
  )
}
