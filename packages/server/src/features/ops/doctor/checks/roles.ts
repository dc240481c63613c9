import { productRoles } from '../facts/doctor-facts.ts'
import { type DoctorCheck, fail, ok, skip } from '../report.ts'
import { withOpenDatabase } from './open-database.ts'

export const rolesCheck: DoctorCheck = {
  name: 'roles',
  inspect: (facts) =>
    withOpenDatabase(facts, ({ roles, login, migrations }) => {
      const missing = productRoles.filter((name) => !roles.some((role) => role.name === name))
      if (missing.length > 0 && migrations.pending.length > 0) return skip('The pending migrations make them.')
      if (missing.length > 0)
        return fail(
          `${missing.join(' and ')} missing.`,
          'Every query runs in one of these roles, so that the database itself keeps workspaces apart.',
          'Create them as docs/operations.md shows, and grant them to the login.',
        )
      const mighty = roles.filter((role) => role.isSuperuser || role.bypassesRowSecurity).map(({ name }) => name)
      if (mighty.length > 0)
        return fail(
          `${mighty.join(' and ')} can bypass row security.`,
          'Such a role sees the rows of every workspace.',
          mighty.map((name) => `ALTER ROLE ${name} NOSUPERUSER NOBYPASSRLS;`).join(' '),
        )
      const closed = roles.filter((role) => !role.canBeTaken).map(({ name }) => name)
      if (closed.length > 0)
        return fail(
          `${login} cannot take the role ${closed.join(' or ')}.`,
          'The login is no member of it.',
          closed.map((name) => `GRANT ${name} TO "${login}";`).join(' '),
        )
      return ok(`${productRoles.join(' and ')} bypass nothing, and ${login} can take them.`)
    }),
}
