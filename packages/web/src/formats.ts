import { currentLanguage } from './languages/index.ts'

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** A size in bytes, as "1.2 MB" in the language of the interface. */
export function formatBytes(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  return new Intl.NumberFormat(currentLanguage(), {
    style: 'unit',
    unit: units[step]!,
    unitDisplay: step === 0 ? 'narrow' : 'short',
    maximumFractionDigits: step < 2 ? 0 : 1,
  }).format(bytes / 1000 ** step)
}

/** A share from 0 to 1 as "42 %". */
export const formatPercent = (share: number): string =>
  new Intl.NumberFormat(currentLanguage(), { style: 'percent', maximumFractionDigits: 0 }).format(share)

export const formatNumber = (value: number, fractionDigits = 0): string =>
  new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: fractionDigits }).format(value)

/** A moment in words where it is near ("5 minutes ago"), else as a date. */
export function formatMoment(iso: string, now = Date.now()): string {
  const seconds = (Date.parse(iso) - now) / 1000
  const relative = new Intl.RelativeTimeFormat(currentLanguage(), { numeric: 'auto' })
  if (Math.abs(seconds) < 60) return relative.format(0, 'second')
  if (Math.abs(seconds) < 3600) return relative.format(Math.round(seconds / 60), 'minute')
  if (Math.abs(seconds) < 86_400) return relative.format(Math.round(seconds / 3600), 'hour')
  return new Intl.DateTimeFormat(currentLanguage(), { dateStyle: 'medium' }).format(Date.parse(iso))
}

/** A short time to wait, as `1:05`. */
export const formatDuration = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`

/** Date and time in full, for a hover title. */
export const formatExactly = (iso: string): string =>
  new Intl.DateTimeFormat(currentLanguage(), { dateStyle: 'long', timeStyle: 'short' }).format(Date.parse(iso))

/** A day, short enough for a table. */
export const formatDate = (iso: string): string =>
  new Intl.DateTimeFormat(currentLanguage(), { dateStyle: 'medium' }).format(Date.parse(iso))

/** A day in full. */
export const formatDay = (iso: string): string =>
  new Intl.DateTimeFormat(currentLanguage(), { dateStyle: 'long' }).format(Date.parse(iso))

/** A calendar month, given as `2026-07`. */
export const formatMonth = (period: string, month: 'long' | 'short' = 'long'): string =>
  new Intl.DateTimeFormat(currentLanguage(), { month, year: month === 'long' ? 'numeric' : undefined, timeZone: 'UTC' }).format(
    Date.parse(`${period}-15`),
  )

/** The name of a language in the language of the interface. */
export const nameOfLanguage = (code: string): string =>
  new Intl.DisplayNames(currentLanguage(), { type: 'language' }).of(code) ?? code
