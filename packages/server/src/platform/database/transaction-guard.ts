import { AsyncLocalStorage } from 'node:async_hooks'
import pg from 'pg'

/**
 * Notices when a second connection is asked for inside an open transaction. The embedded engine has one connection, so that would
 * wait for itself for ever, and on PostgreSQL enough of them empty the pool. This is the one place with async-local storage:
 * it carries no value anyone reads, and passing a flag by hand would miss exactly the call that forgot it.
 */
export class TransactionGuard {
  readonly #current = new AsyncLocalStorage<{ isOpen: boolean }>()

  async run<T>(work: () => Promise<T>): Promise<T> {
    const mark = { isOpen: true }
    try {
      return await this.#current.run(mark, work)
    } finally {
      // What was started in the transaction and outlives it may open one of its own.
      mark.isOpen = false
    }
  }

  assertOutside(): void {
    if (this.#current.getStore()?.isOpen)
      throw new Error('A transaction is already open here: use its `db` instead of opening a second one inside it.')
  }
}

/** A pool that hands out no connection inside an open transaction. */
export class GuardedPool extends pg.Pool {
  readonly #guard: TransactionGuard

  constructor(options: pg.PoolConfig, guard: TransactionGuard) {
    super(options)
    this.#guard = guard
    // An 'error' event without a listener ends the process; a lost connection must not.
    this.on('connect', (client) => client.on('error', () => {}))
  }

  override connect(): Promise<pg.PoolClient>
  override connect(callback: (error: Error | undefined, client: pg.PoolClient | undefined, done: () => void) => void): void
  override connect(
    callback?: (error: Error | undefined, client: pg.PoolClient | undefined, done: () => void) => void,
  ): Promise<pg.PoolClient> | undefined {
    try {
      this.#guard.assertOutside()
    } catch (error) {
      if (!callback) return Promise.reject(error)
      callback(error as Error, undefined, () => {})
      return undefined
    }
    if (!callback) return super.connect()
    super.connect(callback as Parameters<pg.Pool['connect']>[0])
    return undefined
  }
}
