import { Combobox } from '@base-ui/react/combobox'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { documentChoicesQuery } from '../evaluation-queries.ts'
import { classNames } from '../ui/class-names.ts'
import { control, describedBy, FieldFrame } from '../ui/field.tsx'

export interface PickedDocument {
  readonly id: string
  readonly title: string
}

interface DocumentPickerProps {
  label: string
  hint?: string
  problem?: string | undefined
  onPick: (document: PickedDocument) => void
}

/** Finds documents by a part of their title or file name; each choice is handed on, and the field is empty again. */
export function DocumentPicker({ label, hint, problem, onPick }: DocumentPickerProps) {
  const { t } = useTranslation()
  const id = useId()
  const [text, setText] = useState('')
  const { data: documents = [], isFetching } = useQuery(documentChoicesQuery(text.trim()))
  return (
    <FieldFrame id={id} label={label} hint={hint} problem={problem}>
      <Combobox.Root
        items={documents}
        // The server filters.
        filter={null}
        value={null}
        inputValue={text}
        onInputValueChange={setText}
        itemToStringLabel={({ title }: PickedDocument) => title}
        onValueChange={(document: PickedDocument | null) => {
          if (document) onPick({ id: document.id, title: document.title })
          setText('')
        }}
        autoHighlight
      >
        <Combobox.Input
          id={id}
          placeholder={t('searchQuality.documentPlaceholder')}
          aria-describedby={describedBy(id, { label, hint, problem })}
          aria-invalid={problem ? true : undefined}
          className={classNames(control, 'h-11 md:h-10')}
          // Enter here means "take this one", not "save".
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
        <Combobox.Portal>
          <Combobox.Positioner sideOffset={4} collisionPadding={8} className="z-60 outline-none">
            <Combobox.Popup className="w-(--anchor-width) rounded-xl border border-line bg-raised shadow-high">
              <Combobox.Empty className="empty:hidden">
                <p className="px-4 py-3 text-sm text-muted">{t(isFetching ? 'app.loading' : 'searchQuality.noDocument')}</p>
              </Combobox.Empty>
              <Combobox.List className="max-h-[min(16rem,var(--available-height))] overflow-y-auto overscroll-contain p-1 outline-none data-empty:p-0">
                {(document: PickedDocument) => (
                  <Combobox.Item
                    key={document.id}
                    value={document}
                    className="flex min-h-11 cursor-pointer items-center rounded-lg px-3 text-sm outline-none select-none data-highlighted:bg-hover md:min-h-8"
                  >
                    <span className="truncate">{document.title}</span>
                  </Combobox.Item>
                )}
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
    </FieldFrame>
  )
}
