import type { Duplex } from 'node:stream'
import {
  type CompiledQuery,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Dialect,
  DummyDriver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  Transaction,
} from 'kysely'
import type pg from 'pg'
import { isPlanLost, translateDatabaseError } from './database-errors.ts'
import type { Tables } from './generated/tables.ts'
import type { KeptPlans } from './kept-plans.ts'

/**
 * On whose behalf a transaction reads: a member, or the product itself, as in a job. A member reads open collections and those that
 * name them; `managesCollections` shows that others exist, not what is in them.
 */
export type Reader = 'product' | { readonly userId: string; readonly managesCollections: boolean }

/** A transaction that sees one workspace; only `transact` makes one. */
export interface WorkspaceDb extends SystemDb {
  readonly workspaceId: string
  /** Undefined: whoever it is reads open collections only. */
  readonly reader: Reader | undefined
}

/** A transaction as `brain_system`, which sees only the tables whose policies admit it. */
export interface SystemDb {
  readonly query: Transaction<Tables>
  /** Runs once the transaction is committed, in the order of registration, and never after a rollback. */
  afterCommit(callback: () => void): void
}

const adapter = new PostgresAdapter()
const compiler = new PostgresQueryCompiler()
const driver = new DummyDriver()
const dialect: Dialect = {
  createAdapter: () => adapter,
  createDriver: () => driver,
  createQueryCompiler: () => compiler,
  createIntrospector: (db) => new PostgresIntrospector(db),
}

/** How a transaction is opened. */
export interface TransactionMode {
  readonly isReadOnly?: boolean
  /**
   * The commit goes on the way together with the first statement, and no other one may follow. It is planned once for any values, so it
   * should find its rows by key.
   */
  readonly isSingle?: boolean
  /** What comes next does not come by this transaction. */
  readonly isSentAlone?: boolean
}

/** One open transaction on one connection. Queries run one after the other, and none runs after its end. */
export class OpenTransaction implements DatabaseConnection {
  readonly query: Transaction<Tables>
  readonly #client: pg.PoolClient
  readonly #plans: KeptPlans
  #begun: Promise<unknown> = Promise.resolve()
  #tail: Promise<unknown> = Promise.resolve()
  #hasEnded = false
  #isSingle = false
  #isCorked = false
  #ending: Promise<pg.QueryResult> | undefined
  #lostBy: Error | undefined

  constructor(client: pg.PoolClient, plans: KeptPlans) {
    this.#client = client
    this.#plans = plans
    client.on('error', this.#onLost)
    this.query = new Transaction<Tables>({
      config: { dialect },
      dialect,
      driver,
      executor: new DefaultQueryExecutor(compiler, adapter, { provideConnection: (consumer) => consumer(this) }, []),
    })
  }

  /**
   * Goes on the way together with the first statement, which fails where this does.
   * @param settings what to say together with `begin`
   */
  begin(settings: string, { isReadOnly = false, isSingle = false, isSentAlone = false }: TransactionMode = {}): void {
    this.#isSingle = isSingle
    if (!isSentAlone) this.#cork()
    this.#begun = this.#send(`begin${isReadOnly ? ' read only' : ''}; ${settings}`)
    this.#begun.catch(() => {})
  }

  async executeQuery<R>(compiled: CompiledQuery): Promise<QueryResult<R>> {
    const { command, rowCount, rows } = await this.#inTurn(() => this.#send(compiled.sql, compiled.parameters as unknown[]))
    const hasChanged = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE'
    return { rows: rows as R[], ...(hasChanged && { numAffectedRows: BigInt(rowCount ?? 0) }) }
  }

  // biome-ignore lint/correctness/useYield: the interface asks for a generator; pages of rows are read by key instead
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('Rows are not streamed inside a transaction; read them in pages.')
  }

  async commit(): Promise<void> {
    await this.#tail
    this.#hasEnded = true
    this.#uncork()
    await this.#begun
    const { command } = await (this.#ending ?? this.#send('commit'))
    // PostgreSQL answers a commit after a swallowed error with a rollback, and calls that success.
    if (command === 'ROLLBACK') throw new Error('The transaction was rolled back because a statement in it had failed.')
    this.#release()
  }

  /** Never throws: a connection that cannot roll back is closed, which rolls back too. */
  async rollback(): Promise<void> {
    this.#hasEnded = true
    this.#uncork()
    await this.#tail
    try {
      // What had failed before a commit made a rollback of it.
      await (this.#ending ?? this.#send('rollback'))
      this.#release()
    } catch (error) {
      this.#release(error as Error)
    }
  }

  #release(error?: Error): void {
    this.#client.off('error', this.#onLost)
    this.#client.release(error ?? this.#lostBy)
  }

  #end(): void {
    this.#hasEnded = true
    this.#ending = this.#send('commit')
    this.#ending.catch(() => {})
  }

  /** What goes on the way together is one write: each wakes whoever reads. */
  get #socket(): Duplex {
    return (this.#client as unknown as { connection: pg.Connection }).connection.stream
  }

  #cork(): void {
    this.#isCorked = true
    this.#socket.cork()
  }

  #uncork(): void {
    if (this.#isCorked) this.#socket.uncork()
    this.#isCorked = false
  }

  #inTurn<T>(send: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(() => {
      // A forgotten `await` would otherwise run as the owner of the tables, or in the next workspace's transaction.
      if (this.#hasEnded) throw new Error('The transaction has ended; await every query inside it.')
      const sent = send()
      sent.catch(() => {})
      if (this.#isSingle) this.#end()
      this.#uncork()
      return this.#begun.then(() => sent)
    })
    this.#tail = result.catch(() => {})
    return result
  }

  async #send(text: string, values?: unknown[]): Promise<pg.QueryResult> {
    try {
      if (!values || values.length === 0) return await this.#client.query(text)
      const name = this.#plans.nameOf(text)
      return await this.#client.query(name === undefined ? { text, values } : { name, text, values })
    } catch (error) {
      if (isPlanLost(error)) this.#plans.refuse()
      throw translateDatabaseError(error, this.#lostBy !== undefined)
    }
  }

  readonly #onLost = (error: Error): void => {
    this.#lostBy = error
  }
}
