import { useId } from 'react'
import type { Choice } from './field.tsx'

interface SegmentsProps<V extends string> {
  label: string
  choices: readonly (Choice & { value: V })[]
  value: V
  onChoose: (value: V) => void
  isLabelHidden?: boolean
}

/** A choice of one among a few, all in sight; arrow keys walk through them. */
export function Segments<V extends string>({ label, choices, value, onChoose, isLabelHidden = false }: SegmentsProps<V>) {
  const name = useId()
  return (
    <fieldset className="min-w-0">
      <legend className={isLabelHidden ? 'sr-only' : 'mb-1 text-sm font-medium'}>{label}</legend>
      <div className="flex gap-1 rounded-xl bg-sunken p-1">
        {choices.map((choice) => (
          <label
            key={choice.value}
            className="flex min-h-11 flex-1 cursor-pointer items-center justify-center rounded-lg px-3 text-sm whitespace-nowrap text-muted transition-colors has-checked:bg-surface has-checked:font-medium has-checked:text-text has-checked:shadow-low has-focus-visible:outline-2 has-focus-visible:outline-accent md:min-h-8"
          >
            <input
              type="radio"
              className="sr-only"
              name={name}
              value={choice.value}
              checked={value === choice.value}
              onChange={() => onChoose(choice.value)}
            />
            {choice.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
