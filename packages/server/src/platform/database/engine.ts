import type pg from 'pg'

/** What differs between the embedded database and a PostgreSQL server; everything above this line is the same code. */
export interface Engine extends AsyncDisposable {
  readonly kind: 'embedded' | 'native'
  readonly pool: pg.Pool
  /** Changes how long a statement may take on this connection, until the transaction ends or the connection closes; 0 is no limit. */
  limitStatements(client: pg.ClientBase, timeoutMs: number, scope: 'transaction' | 'connection'): Promise<void>
  /** Calls back for every NOTIFY on the channel, until disposed. */
  listen(channel: string, onMessage: (payload: string) => void): Promise<AsyncDisposable>
}

/** How long one statement may take unless told. */
export const statementTimeoutMs = 60_000
