/** The calendar month of an instant in a time zone, as YYYY-MM. */
export function periodOf(instant: Date, timeZone: string): string {
  return startOfMonth(instant, timeZone).toPlainDate().toString().slice(0, 7)
}

/** When that month began, as an ISO instant. */
export const startOfPeriod = (instant: Date, timeZone: string): string => startOfMonth(instant, timeZone).toInstant().toString()

/** When the next one begins. */
export const endOfPeriod = (instant: Date, timeZone: string): string =>
  // A day need not begin at midnight: in some zones the clock is put forward just then.
  startOfMonth(instant, timeZone).add({ months: 1 }).startOfDay().toInstant().toString()

/** A month and those before it, oldest first. */
export function lastPeriods(period: string, count: number): string[] {
  const last = Temporal.PlainYearMonth.from(period)
  return Array.from({ length: count }, (_, i) => last.subtract({ months: count - 1 - i }).toString())
}

function startOfMonth(instant: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).with({ day: 1 }).startOfDay()
}
