import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormError } from '../error-notice.tsx'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'

interface ConfirmFormProps {
  /** What will happen. */
  children: ReactNode
  submitLabel: string
  /** What has to be typed first, where nothing can undo it. */
  typed?: { label: string; text: string }
  isAllowed?: boolean
  act: () => Promise<unknown>
  onDone: () => void
  onCancel: () => void
}

/** The last question before something that cannot be taken back: it names the thing, and says what went wrong. */
export function ConfirmForm({ children, submitLabel, typed, isAllowed = true, act, onDone, onCancel }: ConfirmFormProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const run = useMutation({ mutationFn: act, onSuccess: onDone })
  const isConfirmed = isAllowed && (!typed || text.trim() === typed.text)
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (isConfirmed && !run.isPending) run.mutate()
      }}
    >
      {children}
      {typed && (
        <TextField
          label={typed.label}
          value={text}
          onChange={(event) => setText(event.target.value)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      )}
      <FormError error={run.error} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{t('app.cancel')}</Button>
        <Button type="submit" look="danger" disabled={!isConfirmed} isBusy={run.isPending}>
          {submitLabel}
        </Button>
      </div>
    </form>
  )
}
