import { BrainError } from '@brain-ai/contract'
import type { SystemDb } from '#platform/database'
import { hasTimeZone } from './settings-store.ts'
import { findTimeZoneName } from './time-zone.ts'

/**
 * The time zone as its name is spelled, once this process and the database both know it.
 * @throws BrainError request/invalid
 */
export async function chooseTimeZone(db: SystemDb, given: string): Promise<string> {
  const name = findTimeZoneName(given)
  if (name !== undefined && (await hasTimeZone(db, name))) return name
  throw new BrainError('request/invalid', `There is no time zone “${given}”. Name one as Europe/Berlin.`, {
    errors: [{ path: 'timeZone', message: 'must be an IANA time zone, as Europe/Berlin' }],
  })
}
