import type { DoctorFacts, OpenDatabaseFacts } from '../facts/doctor-facts.ts'
import { type Finding, skip } from '../report.ts'

/** For checks that need an open database: says why it is not looked at where there is none. */
export function withOpenDatabase(facts: DoctorFacts, inspect: (database: OpenDatabaseFacts) => Finding): Finding {
  const { database } = facts
  if (database?.state === 'open') return inspect(database)
  if (database?.state === 'not-made') return skip('There is no database yet.')
  if (database?.state === 'in-use') return skip('The running server holds the embedded database; stop it to look inside.')
  return skip('The database could not be opened.')
}
