import { Link } from '@tanstack/react-router'
import { CircleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { isCode } from './api.ts'
import { textOfError } from './error-text.ts'
import { Button, buttonClass } from './ui/button.tsx'
import { Notice } from './ui/states.tsx'

interface ErrorNoticeProps {
  error: unknown
  onRetry?: (() => void) | undefined
  /** Says in words of the screen what did not work. */
  title?: string
  level?: 'h1' | 'h2' | 'h3'
}

/** What happened, what to do, the request id, and a way to try again. */
export function ErrorNotice({ error, onRetry, title, level = 'h2' }: ErrorNoticeProps) {
  const { t } = useTranslation()
  const { text, advice, requestId } = textOfError(t, error)
  const isLimit = isCode(error, 'limit/reached')
  return (
    <Notice
      look="bad"
      level={level}
      icon={<CircleAlert aria-hidden className="text-bad" />}
      title={title ?? t('errors.title')}
      actions={
        isLimit ? (
          <Link to="/settings/usage" className={buttonClass()}>
            {t('usage.see')}
          </Link>
        ) : (
          onRetry && <Button onClick={onRetry}>{t('app.retry')}</Button>
        )
      }
    >
      <p>{text}</p>
      {advice && <p>{advice}</p>}
      {requestId && <p className="mt-1 font-mono text-xs break-all text-muted">{t('errors.requestId', { id: requestId })}</p>}
    </Notice>
  )
}

/** The error of a form, small, above its button. */
export function FormError({ error }: { error: unknown }) {
  const { t } = useTranslation()
  if (!error) return null
  const { text, requestId } = textOfError(t, error)
  return (
    <p role="alert" className="rounded-lg bg-bad-soft px-3 py-2 text-sm text-bad">
      {text}
      {isCode(error, 'limit/reached') && (
        <Link to="/settings/usage" className="ml-1 font-semibold underline underline-offset-2">
          {t('usage.see')}
        </Link>
      )}
      {requestId && (
        <span className="mt-1 block font-mono text-xs break-all opacity-90">{t('errors.requestId', { id: requestId })}</span>
      )}
    </p>
  )
}
