import { type DoctorCheck, fail, ok, skip, warn } from '../report.ts'
import { withOpenDatabase } from './open-database.ts'

const needed = ['pg_trgm', 'btree_gin']

export const extensionsCheck: DoctorCheck = {
  name: 'extensions',
  inspect: (facts) =>
    withOpenDatabase(facts, ({ extensions, migrations }) => {
      const missing = needed.filter((name) => !extensions.includes(name))
      if (missing.length > 0 && migrations.pending.length > 0) return skip('The pending migrations make them.')
      if (missing.length > 0)
        return fail(
          `${missing.join(' and ')} missing.`,
          'The index that forgives typing errors is built with them.',
          `As owner of the database: ${missing.map((name) => `CREATE EXTENSION ${name};`).join(' ')}`,
        )
      if (!extensions.includes('vector'))
        return warn(
          'vector is missing: searching by words only.',
          'pgvector is not installed on the server, or only a superuser may create it.',
          'Install pgvector and, as superuser, run: CREATE EXTENSION vector;',
        )
      return ok(`${needed.join(', ')} and vector are there.`)
    }),
}
