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
          `If it listens elsewhere, set BRAIN_PORT to its port. Else look again in a minute, and then what process ${database.pid} is.`,
        )
      case 'unreachable': {
        const isFull = database.code === 'storage/full'
        const advice =
          database.engine === 'native'
            ? 'Check that PostgreSQL runs and that DATABASE_URL names the right host, port, name and account.'
            : 'If the reason names no way out, put a backup of the data directory in its place.'
        return fail(
          database.reason,
          isFull ? 'The disk of the database is full.' : 'The database cannot be opened.',
          isFull ? 'Make room on the disk of the database.' : advice,
        )
      }
      case 'open':
        return ok(`${database.engine === 'embedded' ? 'Embedded' : 'Server'}, PostgreSQL ${database.serverVersion}, answers.`)
    }
  },
}
