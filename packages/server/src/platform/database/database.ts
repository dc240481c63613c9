import { setTimeout as delay } from 'node:timers/promises'
import { BrainError } from '@brain-ai/contract'
import type pg from 'pg'
import type { Log } from '#platform/log'
import { isRepeatable, translateDatabaseError } from './database-errors.ts'
import { openEmbeddedEngine } from './embedded-engine.ts'
import type { Engine } from './engine.ts'
import { KeptPlans } from './kept-plans.ts'
import { createNativeEngine } from './native-engine.ts'
import { OpenTransaction, type Reader, type SystemDb, type WorkspaceDb } from './transaction.ts'
import { TransactionGuard } from './transaction-guard.ts'

const maxAttempts = 4
const oldestVersion = 150_000
const userIdPattern = /^[A-Za-z0-9_-]{1,64}$/
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

interface TransactOptions {
  /** Lets the statements of this transaction run longer (or shorter) than a minute each, as for building an index. */
  readonly statementTimeoutMs?: number
  /** Nothing is written, and the database refuses to: the result is there before the transaction has ended. */
  readonly isReadOnly?: boolean
  /**
   * The work is one statement, and its end goes on the way together with it: one round trip in all. What throws behind the statement
   * does not undo it, and a second statement is refused.
   */
  readonly isSingle?: boolean
}

interface WorkspaceTransactOptions extends TransactOptions {
  /** Without one, open collections only. */
  readonly reader?: Reader | undefined
}

interface OpenDatabaseOptions {
  /** A PostgreSQL URL; without one the embedded database in `dataDir` is opened. */
  readonly url: string | undefined
  readonly dataDir: string
  readonly maxConnections: number
  readonly log: Log
  /** How long to wait for a server that is not there yet. */
  readonly connectTimeoutMs?: number
}

/**
 * Opens the database: a PostgreSQL server, or the embedded one, which is made at the first start. Does not migrate.
 * @throws BrainError `database/unavailable`, `data-directory/locked`, `storage/full` or `configuration/invalid`
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const guard = new TransactionGuard()
  const { url, dataDir, maxConnections, log } = options
  const engine = url ? createNativeEngine(url, maxConnections, guard, log) : await openEmbeddedEngine(dataDir, guard, log)
  const database = new Database(engine, guard, maxConnections)
  try {
    await connect(database, options.connectTimeoutMs ?? 15_000)
    return database
  } catch (error) {
    await database[Symbol.asyncDispose]()
    throw error
  }
}

// A server that starts at the same moment as this process needs a little time.
async function connect(database: Database, timeoutMs: number): Promise<void> {
  const giveUpAt = Date.now() + timeoutMs
  for (;;) {
    try {
      return await database.inspect()
    } catch (error) {
      const mayCome = error instanceof BrainError && error.code === 'database/unavailable'
      if (!mayCome || database.engine === 'embedded' || Date.now() > giveUpAt) throw error
      await delay(500)
    }
  }
}

function readerSettings(reader: Reader | undefined): string {
  if (reader === undefined) return ''
  if (reader === 'product') return `set_config('app.current_reader', '*', true), `
  if (!userIdPattern.test(reader.userId))
    throw new TypeError(`A user id has letters, digits, - and _ only, not "${reader.userId}".`)
  const manages = reader.managesCollections ? `set_config('app.manages_collections', 'on', true), ` : ''
  return `set_config('app.current_reader', '${reader.userId}', true), ${manages}`
}

// A statement with a kept plan that takes lists is planned anew each time, as its estimate for any values is higher than for these few.
const planSettings = ({ isSingle }: TransactOptions): string =>
  isSingle ? `set_config('plan_cache_mode', 'force_generic_plan', true), ` : ''

/** The one way to the rows: both engines behind the same transactions. Opened by `openDatabase`. */
export class Database implements AsyncDisposable {
  readonly #engine: Engine
  readonly #guard: TransactionGuard
  readonly #maxConnections: number
  readonly #plans = new KeptPlans()
  #serverVersion = ''
  #hasVector = false

  constructor(engine: Engine, guard: TransactionGuard, maxConnections: number) {
    this.#engine = engine
    this.#guard = guard
    this.#maxConnections = engine.kind === 'embedded' ? 1 : maxConnections
  }

  get engine(): 'embedded' | 'native' {
    return this.#engine.kind
  }

  /** Connections of the login user, for the sign-in library and migrations; they see no tenant rows on a server. */
  get pool(): pg.Pool {
    return this.#engine.pool
  }

  /** As the server says it: `18.3`. */
  get serverVersion(): string {
    return this.#serverVersion
  }

  /** Whether vectors can be stored and searched; known once the database is migrated. */
  get hasVector(): boolean {
    return this.#hasVector
  }

  /**
   * Runs the work in a transaction that sees the rows of one workspace. The work must be repeatable: it runs again, up to three
   * times, when the database gave up on it because of a deadlock or a serialization failure. Never await a model or another
   * network call in it, and never open a second transaction inside.
   * @throws BrainError `database/unavailable` or `storage/full`; whatever else the work throws comes through as it is
   */
  transact<T>(workspaceId: string, work: (db: WorkspaceDb) => Promise<T>, options: WorkspaceTransactOptions = {}): Promise<T> {
    if (!uuid.test(workspaceId)) throw new TypeError(`A workspace id is a UUID, not "${workspaceId}".`)
    const { reader } = options
    const settings = `select set_config('app.current_workspace_id', '${workspaceId}', true), ${readerSettings(reader)}${planSettings(options)}set_config('role', 'brain_app', true)`
    return this.#run(settings, (db) => work({ ...db, workspaceId, reader }), options)
  }

  /** As `transact`, for what belongs to no single workspace: sees only the tables whose policies admit `brain_system`. */
  asSystem<T>(work: (db: SystemDb) => Promise<T>, options: TransactOptions = {}): Promise<T> {
    return this.#run(`select ${planSettings(options)}set_config('role', 'brain_system', true)`, work, options)
  }

  async #run<T>(settings: string, work: (db: SystemDb) => Promise<T>, options: TransactOptions): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const callbacks: (() => void)[] = []
      try {
        const result = await this.#attempt(
          settings,
          (query) => work({ query, afterCommit: (done) => callbacks.push(done) }),
          options,
        )
        for (const callback of callbacks) callback()
        return result
      } catch (error) {
        if (attempt === maxAttempts || !isRepeatable(error)) throw error
        await delay(Math.random() * 20 * 2 ** attempt)
      }
    }
  }

  async #attempt<T>(settings: string, work: (query: SystemDb['query']) => Promise<T>, options: TransactOptions): Promise<T> {
    const client = await this.connect()
    const transaction = new OpenTransaction(client, this.#plans)
    try {
      transaction.begin(settings, { ...options, isSentAlone: options.statementTimeoutMs !== undefined })
      if (options.statementTimeoutMs !== undefined)
        await this.#engine.limitStatements(client, options.statementTimeoutMs, 'transaction')
      const result = await this.#guard.run(() => work(transaction.query))
      const ending = transaction.commit()
      // What was read stays read, whatever becomes of the connection.
      if (options.isReadOnly) void ending.catch(() => transaction.rollback())
      else await ending
      return result
    } catch (error) {
      await transaction.rollback()
      throw error
    }
  }

  /** A connection of the login user, to be released by the caller. @throws BrainError `database/unavailable` */
  async connect(): Promise<pg.PoolClient> {
    this.#guard.assertOutside()
    try {
      return await this.pool.connect()
    } catch (error) {
      throw translateDatabaseError(error, true)
    }
  }

  /** Runs the work on a connection of its own without a limit of time for its statements, as migrations and maintenance need. */
  async withoutLimit<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.connect()
    let lostBy: Error | undefined
    client.on('error', (error) => {
      lostBy = error
    })
    try {
      await this.#engine.limitStatements(client, 0, 'connection')
      return await work(client)
    } catch (error) {
      throw translateDatabaseError(error, lostBy !== undefined)
    } finally {
      client.release(true) // what the session was left with goes with its connection
    }
  }

  /** One round trip. @throws BrainError `database/unavailable` */
  async ping(timeoutMs = 5_000): Promise<void> {
    const timeout = new AbortController()
    const late = delay(timeoutMs, undefined, { signal: timeout.signal, ref: false }).then(() => {
      throw new BrainError('database/unavailable', 'The database does not answer at the moment.', { timeoutMs })
    })
    const answer = this.pool.query('select').catch((error) => {
      throw translateDatabaseError(error, true)
    })
    await Promise.race([answer, late]).finally(() => {
      timeout.abort()
      late.catch(() => {})
      answer.catch(() => {})
    })
  }

  /** Connections in use and idle, and how many wait for one. */
  stats(): { max: number; used: number; idle: number; waiting: number } {
    const { totalCount, idleCount, waitingCount } = this.pool
    return { max: this.#maxConnections, used: totalCount - idleCount, idle: idleCount, waiting: waitingCount }
  }

  /**
   * Calls back with the payload of every `pg_notify` on the channel, until disposed. Messages are lost while the
   * connection is away: look for yourself from time to time.
   */
  listen(channel: string, onMessage: (payload: string) => void): Promise<AsyncDisposable> {
    return this.#engine.listen(channel, onMessage)
  }

  /** Reads what the server is and can. Called at opening and after migrations. */
  async inspect(): Promise<void> {
    const client = await this.connect()
    try {
      const { rows } = await client.query(
        `select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
           exists (select from pg_extension where extname = 'vector') as has_vector`,
      )
      const { version, number, has_vector } = rows[0]
      if (number < oldestVersion)
        throw new BrainError('configuration/invalid', `DATABASE_URL leads to PostgreSQL ${version}; at least 15 is needed.`, {
          version,
        })
      this.#serverVersion = version.split(' ')[0]
      this.#hasVector = has_vector
    } finally {
      client.release()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#engine[Symbol.asyncDispose]()
  }
}
