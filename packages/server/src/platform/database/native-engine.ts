import pg from 'pg'
import type { Log } from '#platform/log'
import { ChannelListener } from './channel-listener.ts'
import { columnParsers } from './column-parsers.ts'
import { type Engine, statementTimeoutMs } from './engine.ts'
import { GuardedPool, type TransactionGuard } from './transaction-guard.ts'

/** A PostgreSQL server reached by its URL. */
export function createNativeEngine(url: string, maxConnections: number, guard: TransactionGuard, log: Log): Engine {
  const connection: pg.ClientConfig = {
    connectionString: url,
    application_name: 'brain',
    keepAlive: true,
    pipeline: true,
    types: columnParsers,
    connectionTimeoutMillis: 10_000,
  }
  const pool = new GuardedPool(
    { ...connection, max: maxConnections, idleTimeoutMillis: 30_000, onConnect: prepareSession },
    guard,
  )
  pool.on('error', (error) => log.warn({ error: error.message }, 'An idle database connection was lost'))
  const listener = new ChannelListener(() => new pg.Client(connection), log)

  return {
    kind: 'native',
    pool,
    async limitStatements(client, timeoutMs, scope) {
      await client.query(`set ${scope === 'transaction' ? 'local' : 'session'} statement_timeout = ${Math.round(timeoutMs)}`)
    },
    listen: (channel, onMessage) => listener.listen(channel, onMessage),
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]()
      await pool.end()
    },
  }
}

// As a statement rather than in the startup packet, which connection poolers refuse. Compiling a statement takes longer than running any
// of ours, and whether it is worth it is guessed from costs that are not real where the planner is told what not to do.
function prepareSession(client: pg.ClientBase): Promise<unknown> {
  return client.query(
    `select set_config('statement_timeout', '${statementTimeoutMs}', false), set_config('TimeZone', 'UTC', false),
       set_config('idle_in_transaction_session_timeout', '${statementTimeoutMs}', false), set_config('jit', 'off', false)`,
  )
}
