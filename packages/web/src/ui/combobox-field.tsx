import { Combobox as Base } from '@base-ui/react/combobox'
import { Check, ChevronDown } from 'lucide-react'
import { useId } from 'react'
import { classNames } from './class-names.ts'
import { control, describedBy, FieldFrame, type FieldProps } from './field.tsx'

interface ComboboxFieldProps extends FieldProps {
  choices: readonly string[]
  value: string
  onChoose: (value: string) => void
  /** Shown when nothing fits what was typed. */
  emptyText: string
  /** Read out for the button that opens the list. */
  openLabel: string
}

/** A labelled choice of one from a long list, found by typing a part of it. */
export function ComboboxField({ choices, value, onChoose, emptyText, openLabel, ...field }: ComboboxFieldProps) {
  const id = useId()
  return (
    <FieldFrame id={id} {...field}>
      <Base.Root items={choices} value={value} onValueChange={(next) => next !== null && onChoose(next)} autoHighlight>
        <Base.InputGroup className="relative">
          <Base.Input
            id={id}
            aria-describedby={describedBy(id, field)}
            aria-invalid={field.problem ? true : undefined}
            className={classNames(control, 'h-11 pr-11 md:h-10')}
            onFocus={(event) => event.currentTarget.select()}
          />
          <Base.Trigger
            aria-label={openLabel}
            className="absolute inset-y-0 right-0 flex w-11 items-center justify-center rounded-lg text-muted hover:text-text"
          >
            <ChevronDown aria-hidden className="size-4" />
          </Base.Trigger>
        </Base.InputGroup>
        <Base.Portal>
          <Base.Positioner sideOffset={4} collisionPadding={8} className="z-60 outline-none">
            <Base.Popup className="w-(--anchor-width) rounded-xl border border-line bg-raised shadow-high">
              <Base.Empty className="empty:hidden">
                <p className="px-4 py-3 text-sm text-muted">{emptyText}</p>
              </Base.Empty>
              <Base.List className="max-h-[min(18rem,var(--available-height))] overflow-y-auto overscroll-contain p-1 outline-none data-empty:p-0">
                {(choice: string) => (
                  <Base.Item
                    key={choice}
                    value={choice}
                    className="flex min-h-11 cursor-pointer items-center gap-2 rounded-lg px-2 text-sm outline-none select-none data-highlighted:bg-hover md:min-h-8"
                  >
                    <span className="flex size-4 items-center justify-center text-accent">
                      <Base.ItemIndicator>
                        <Check aria-hidden className="size-4" />
                      </Base.ItemIndicator>
                    </span>
                    {choice}
                  </Base.Item>
                )}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </FieldFrame>
  )
}
