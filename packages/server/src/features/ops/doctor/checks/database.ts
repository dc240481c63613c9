import { type DoctorCheck, fail, ok, skip } from '../report.ts'

export const databaseCheck: DoctorCheck = {
  name: 'database',
  inspect: ({ database, port }) => {
    if (!database) return skip('The configuration does not say which.')
    switch (database.state) {
      case 'not-made':
        return ok('The embedded database is made at the first start.')
      case 'in-use':
        // The lock says that somebody holds the directory; only the answer on the port says that the database works.
        if (port?.readiness?.isReady)
          return ok(`The running server (process ${database.pid}) holds the embedded database and says that it answers.`)
        return fail(
          `The process ${database.pid} holds the embedded database, but no ready server answers on port ${port?.port ?? '?'}.`,
          'It starts or stops at this moment, hangs, or was started with another port.',
          `Look again in a minute; then look what process ${database.pid} is, and stop it.`,
        )
      case 'unreachable':
        return fail(
          database.reason,
          database.code === 'storage/full' ? 'The disk of the database is full.' : 'The database cannot be opened.',
          'Check that PostgreSQL runs and that DATABASE_URL names the right host, port, name and account.',
        )
      case 'open':
        return ok(`${database.engine === 'embedded' ? 'Embedded' : 'Server'}, PostgreSQL ${database.serverVersion}, answers.`)
    }
  },
}
