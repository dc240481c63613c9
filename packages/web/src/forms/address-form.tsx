import { useMutation } from '@tanstack/react-query'
import { MailCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Notice } from '../ui/states.tsx'
import { useCountdown } from '../use-countdown.ts'
import { AttemptError } from './attempt-error.tsx'
import { fieldProblems, textOf } from './field-problems.ts'

interface AddressFormProps {
  submitLabel: string
  /** Said of every address alike: who asks learns nothing about who has an account. */
  doneTitle: string
  doneText: string
  send: (email: string) => Promise<unknown>
}

/** An e-mail address to which something is sent, if it should be. */
export function AddressForm({ submitLabel, doneTitle, doneText, send }: AddressFormProps) {
  const { t } = useTranslation()
  const ask = useMutation({ mutationFn: (form: FormData) => send(textOf(form, 'email').trim()) })
  const secondsLeft = useCountdown(ask.error)
  if (ask.isSuccess)
    return (
      <div role="status">
        <Notice look="plain" icon={<MailCheck aria-hidden className="text-good" />} title={doneTitle}>
          {doneText}
        </Notice>
      </div>
    )
  const problem = fieldProblems(ask.error).email
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        ask.mutate(new FormData(event.currentTarget))
      }}
    >
      <TextField
        label={t('signIn.email')}
        name="email"
        type="email"
        autoComplete="email"
        required
        autoFocus
        maxLength={254}
        problem={problem}
      />
      {!problem && <AttemptError error={ask.error} secondsLeft={secondsLeft} />}
      <Button type="submit" look="primary" className="md:min-h-10" isBusy={ask.isPending} disabled={secondsLeft > 0}>
        {submitLabel}
      </Button>
    </form>
  )
}
