import { type DoctorCheck, fail, ok, warn } from '../report.ts'
import { withOpenDatabase } from './open-database.ts'

export const migrationsCheck: DoctorCheck = {
  name: 'migrations',
  inspect: (facts) =>
    withOpenDatabase(facts, ({ migrations: { pending, problem } }) => {
      if (problem)
        return fail(problem, 'Program and database do not belong together.', 'Use the program that fits the database, unchanged.')
      if (pending.length > 0)
        return warn(
          `${pending.length} to apply: ${pending.join(', ')}`,
          'The program is newer than the database.',
          'The next start applies them, or `npx brain migrate` does now. Make a backup first.',
        )
      return ok('All applied, and unchanged since.')
    }),
}
