import { type DoctorCheck, ok, skip, warn } from '../report.ts'
import { withOpenDatabase } from './open-database.ts'

export const ownerCheck: DoctorCheck = {
  name: 'owner',
  inspect: (facts) =>
    withOpenDatabase(facts, ({ isSetUp }) => {
      if (isSetUp === undefined) return skip('There are no tables yet.')
      if (isSetUp) return ok('The installation has an owner.')
      return warn(
        'Nobody owns this installation yet.',
        'Whoever opens the set-up link first becomes the owner.',
        'Start the server and open the link it prints, or set BRAIN_OWNER_EMAIL and BRAIN_OWNER_PASSWORD.',
      )
    }),
}
