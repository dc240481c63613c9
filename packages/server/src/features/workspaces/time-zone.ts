/**
 * The name of a time zone as IANA spells it, or undefined where there is none of that name. Offsets as +01:00 are no names, and
 * PostgreSQL reads them with the opposite sign.
 */
export function findTimeZoneName(name: string): string | undefined {
  if (!/^[A-Za-z]/.test(name)) return undefined
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
