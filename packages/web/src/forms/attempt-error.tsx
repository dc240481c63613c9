import { Hourglass } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { isCode } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { formatDuration } from '../formats.ts'

interface AttemptErrorProps {
  error: unknown
  /** Of the wait that the error asks for. */
  secondsLeft: number
}

/** The error of a form that guards against guessing: where one has to wait, how long. The count itself is not read out. */
export function AttemptError({ error, secondsLeft }: AttemptErrorProps) {
  const { t } = useTranslation()
  if (!isCode(error, 'auth/too-many-attempts')) return <FormError error={error} />
  return (
    <div className="flex gap-3 rounded-lg bg-busy-soft px-3 py-2 text-sm text-busy">
      <Hourglass aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div>
        <p role="alert">{t('signIn.tooMany')}</p>
        <p role="timer" className="font-medium tabular-nums">
          {secondsLeft > 0 ? t('signIn.tryAgainIn', { time: formatDuration(secondsLeft) }) : t('signIn.tryAgainNow')}
        </p>
      </div>
    </div>
  )
}
