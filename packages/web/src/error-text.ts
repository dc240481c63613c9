import { BrainError, type UsageMetric } from '@brain-ai/contract'
import { ConnectionError } from '@brain-ai/sdk'
import i18next, { type TFunction } from 'i18next'
import { formatBytes, formatDay, formatNumber } from './formats.ts'

export interface ErrorText {
  /** What happened. */
  text: string
  /** What can be done about it. */
  advice: string
  requestId: string | undefined
}

/** The sentence for an error code: from the catalogue where it knows the code, else the server's own. */
export function textOfCode(t: TFunction, code: string, detail: string): string {
  const key = `errors.${code}`
  return i18next.exists(key) ? t(key as 'errors.server/internal') : detail
}

/** Anything thrown, as sentences for a person. */
export function textOfError(t: TFunction, error: unknown): ErrorText {
  if (error instanceof BrainError) {
    const requestId = typeof error.details.requestId === 'string' ? error.details.requestId : undefined
    // What to do about a limit stands in its sentence; nobody has to look up the request.
    if (error.code === 'limit/reached') return { text: limitText(t, error), advice: '', requestId: undefined }
    const text = error.code === 'request/invalid' ? invalidText(t, error) : textOfCode(t, error.code, error.message)
    return { text, advice: requestId ? t('errors.advice') : '', requestId }
  }
  if (error instanceof ConnectionError)
    return { text: t('errors.connection'), advice: t('errors.connectionAdvice'), requestId: undefined }
  return { text: t('errors.unexpected'), advice: t('errors.unexpectedAdvice'), requestId: undefined }
}

/** The server names the field and what is wrong with it; that says more than any sentence about all of them. */
function invalidText(t: TFunction, error: BrainError): string {
  const { errors } = error.details as { errors?: { path: string; message: string }[] }
  const first = errors?.[0]
  return first ? `${t('errors.request/invalid')} (${first.path}: ${first.message})` : t('errors.request/invalid')
}

interface LimitDetails {
  metric: UsageMetric
  limit: number
  until: string | null
}

/** The server's sentence again in the language of the interface, with its numbers as people write them. */
function limitText(t: TFunction, { message, details }: BrainError): string {
  const { metric, limit, until } = details as Partial<LimitDetails>
  if (!metric || limit === undefined || !i18next.exists(`limits.${metric}`)) return message
  const text = t(`limits.${metric}`, { limit: metric === 'storage' ? formatBytes(limit) : formatNumber(limit) })
  return `${text} ${until ? t('limits.until', { date: formatDay(until) }) : t('limits.advice')}`
}
