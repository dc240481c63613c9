import { type DoctorCheck, fail, ok, skip } from '../report.ts'
import { withOpenDatabase } from './open-database.ts'

export const rowSecurityCheck: DoctorCheck = {
  name: 'row security',
  inspect: (facts) =>
    withOpenDatabase(facts, ({ tenantTables }) => {
      if (tenantTables.length === 0) return skip('There are no tables yet.')
      const open = tenantTables.filter((table) => !table.isEnabled || !table.isForced || table.policies === 0)
      if (open.length === 0) return ok(`Enabled, forced and with a policy on all ${tenantTables.length} tables of workspaces.`)
      const faults = open.map(({ name, isEnabled, isForced, policies }) => {
        const what = [!isEnabled && 'not enabled', !isForced && 'not forced', policies === 0 && 'no policy'].filter(Boolean)
        return `${name}: ${what.join(', ')}`
      })
      return fail(
        faults.join('; '),
        'A query on these tables could reach the rows of another workspace.',
        open.map(({ name }) => `ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;`).join(' ') +
          ' A lost policy stands in the migration that made the table.',
      )
    }),
}
