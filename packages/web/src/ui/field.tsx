import { ChevronDown } from 'lucide-react'
import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes, useId } from 'react'
import { classNames } from './class-names.ts'

/** How a box looks that takes text or a choice. */
export const control =
  'w-full rounded-lg border border-line-strong bg-surface px-3 text-base text-text shadow-low transition-colors hover:border-muted aria-invalid:border-bad md:text-sm'

export interface FieldProps {
  label: string
  hint?: ReactNode
  /** What is wrong with the value, as a sentence. */
  problem?: string | undefined
}

interface FrameProps extends FieldProps {
  id: string
  children: ReactNode
}

/** A label above, a hint and what is wrong below. */
export function FieldFrame({ id, label, hint, problem, children }: FrameProps) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} role="alert" className="text-xs font-medium text-bad">
          {problem}
        </p>
      )}
    </div>
  )
}

/** The ids of hint and problem, for `aria-describedby`. */
export const describedBy = (id: string, { hint, problem }: FieldProps) =>
  classNames(hint !== undefined && `${id}-hint`, problem !== undefined && `${id}-problem`) || undefined

/** A labelled line of text. `end` stands inside the right edge. */
export function TextField({
  label,
  hint,
  problem,
  end,
  className,
  ...rest
}: FieldProps & { end?: ReactNode } & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId()
  return (
    <FieldFrame id={id} {...{ label, hint, problem }}>
      <div className="relative">
        <input
          id={id}
          aria-invalid={problem ? true : undefined}
          aria-describedby={describedBy(id, { label, hint, problem })}
          className={classNames(control, 'h-11 md:h-10', end ? 'pr-11' : undefined, className)}
          {...rest}
        />
        {end && <div className="absolute inset-y-0 right-1 flex items-center">{end}</div>}
      </div>
    </FieldFrame>
  )
}

/** A labelled text of several lines. */
export function TextArea({ label, hint, problem, className, ...rest }: FieldProps & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId()
  return (
    <FieldFrame id={id} {...{ label, hint, problem }}>
      <textarea
        id={id}
        aria-invalid={problem ? true : undefined}
        aria-describedby={describedBy(id, { label, hint, problem })}
        className={classNames(control, 'resize-y py-2', className)}
        {...rest}
      />
    </FieldFrame>
  )
}

export interface Choice<V extends string = string> {
  value: V
  label: string
}

interface SelectProps extends Omit<SelectHTMLAttributes<HTMLSelectElement>, 'value' | 'onChange'> {
  label: string
  choices: readonly Choice[]
  value: string
  onChoose: (value: string) => void
  /** Only read out, where the chosen value speaks for itself. */
  isLabelHidden?: boolean
}

/** A labelled choice of one; the browser's own list, which every phone and screen reader knows. */
export function SelectField({ label, choices, value, onChoose, isLabelHidden = false, className, ...rest }: SelectProps) {
  const id = useId()
  return (
    <div className={classNames('relative flex flex-col gap-1', className)}>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-sm font-medium'}>
        {label}
      </label>
      <div className="relative">
        <select
          id={id}
          value={value}
          onChange={(event) => onChoose(event.target.value)}
          className={classNames(control, 'h-11 appearance-none truncate border-line! pr-8 hover:border-line-strong! md:h-9')}
          {...rest}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden className="pointer-events-none absolute inset-y-0 right-2 my-auto size-4 text-muted" />
      </div>
    </div>
  )
}

/** A labelled box to tick, with a sentence that says what it does. */
export function CheckboxField({ label, hint, ...rest }: FieldProps & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId()
  return (
    <div className="flex items-start gap-3">
      <input
        id={id}
        type="checkbox"
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="mt-0.5 size-5 shrink-0 md:size-4"
        {...rest}
      />
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-xs text-muted">
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}
