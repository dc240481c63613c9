import { statfs } from 'node:fs/promises'
import { MessageChannel, Worker } from 'node:worker_threads'
import { BrainError } from '@brain-ai/contract'
import type pg from 'pg'
import type { Log } from '#platform/log'
import { columnParsers } from './column-parsers.ts'
import { prepareDataDirectory } from './data-directory.ts'
import { type DataDirectoryLock, lockDataDirectory } from './data-directory-lock.ts'
import { type Engine, statementTimeoutMs } from './engine.ts'
import { PortStream } from './port-stream.ts'
import { GuardedPool, type TransactionGuard } from './transaction-guard.ts'

const tooFullBytes = 32 * 1024 * 1024
const closeTimeoutMs = 10_000

/** Opens the database inside the data directory, made at the first start, in a thread of this process. */
export async function openEmbeddedEngine(dataDir: string, guard: TransactionGuard, log: Log): Promise<Engine> {
  const lock = await lockDataDirectory(dataDir)
  try {
    const engine = new EmbeddedEngine(await prepareDataDirectory(dataDir), lock, guard, log)
    await engine.start()
    return engine
  } catch (error) {
    await lock[Symbol.asyncDispose]()
    throw error
  }
}

class EmbeddedEngine implements Engine {
  readonly kind = 'embedded'
  readonly pool: pg.Pool
  readonly #directory: string
  readonly #lock: DataDirectoryLock
  readonly #log: Log
  readonly #streams = new Set<PortStream>()
  readonly #channels = new Map<string, Set<(payload: string) => void>>()
  readonly #watch: NodeJS.Timeout
  #worker: Promise<Worker> | undefined
  #isClosing = false
  #limitMs = statementTimeoutMs

  constructor(directory: string, lock: DataDirectoryLock, guard: TransactionGuard, log: Log) {
    this.#directory = directory
    this.#lock = lock
    this.#log = log
    this.pool = new GuardedPool(
      {
        max: 1,
        idleTimeoutMillis: 0,
        connectionTimeoutMillis: 30_000,
        // Said out loud, because the driver would take what is missing from PG... variables of the environment.
        ...{ user: 'postgres', password: '', database: 'postgres', host: 'embedded', port: 1, ssl: false },
        pipeline: true,
        types: columnParsers,
        stream: () => this.#openStream(),
        onConnect: async (client) => {
          for (const channel of this.#channels.keys()) await client.query(`listen "${channel}"`)
        },
      },
      guard,
    )
    this.pool.on('error', () => {}) // a lost connection means a lost worker, which is logged where it ends
    this.pool.on('release', () => {
      this.#limitMs = statementTimeoutMs
    })
    this.pool.on('connect', (client) =>
      client.on('notification', ({ channel, payload }) => {
        for (const onMessage of this.#channels.get(channel) ?? []) onMessage(payload ?? '')
      }),
    )
    this.#watch = setInterval(() => void this.#stopOverdueStatement(), 1_000).unref()
  }

  async start(): Promise<void> {
    await this.#ensureWorker()
  }

  async limitStatements(_client: pg.ClientBase, timeoutMs: number): Promise<void> {
    // There is one connection, so whoever holds it may say how long its statements take.
    this.#limitMs = timeoutMs === 0 ? Number.POSITIVE_INFINITY : timeoutMs
  }

  async listen(channel: string, onMessage: (payload: string) => void): Promise<AsyncDisposable> {
    const listeners = this.#channels.get(channel) ?? new Set()
    this.#channels.set(channel, listeners.add(onMessage))
    await this.pool.query(`listen "${channel}"`)
    return {
      [Symbol.asyncDispose]: async () => {
        listeners.delete(onMessage)
      },
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosing = true
    clearInterval(this.#watch)
    await this.pool.end()
    const worker = await this.#worker?.catch(() => undefined)
    if (worker) await closeWorker(worker)
    await this.#lock[Symbol.asyncDispose]()
  }

  #openStream(): PortStream {
    return new PortStream(async (self) => {
      const worker = await this.#ensureWorker()
      const { port1, port2 } = new MessageChannel()
      worker.postMessage(port2, [port2])
      this.#streams.add(self)
      self.on('close', () => this.#streams.delete(self))
      return port1
    })
  }

  #ensureWorker(): Promise<Worker> {
    this.#worker ??= this.#startWorker()
    return this.#worker
  }

  #startWorker(): Promise<Worker> {
    const started = Promise.withResolvers<Worker>()
    const worker = new Worker(new URL('./pglite-worker.ts', import.meta.url), {
      workerData: { directory: this.#directory },
      execArgv: [],
      stdout: false,
    })
    worker.once('message', () => started.resolve(worker))
    worker.on('error', (error: Error) => this.#log.error({ error: error.message }, 'The embedded database failed'))
    worker.on('exit', () => void this.#onWorkerExit().then(started.reject))
    return started.promise
  }

  /** Fails what waits for the worker; the next connection starts another one. */
  async #onWorkerExit(): Promise<unknown> {
    this.#worker = undefined
    const { bavail, bsize } = await statfs(this.#directory)
    const error =
      bavail * bsize < tooFullBytes
        ? new BrainError('storage/full', 'The disk of the embedded database is full.')
        : new BrainError('database/unavailable', 'The embedded database stopped and starts again.')
    for (const stream of this.#streams) stream.destroy(error)
    if (!this.#isClosing) this.#log.error({ code: error.code }, 'The embedded database stopped')
    return error
  }

  // PGlite knows no statement timeout and no cancel: the one way to stop a statement is to stop the thread.
  async #stopOverdueStatement(): Promise<void> {
    for (const stream of this.#streams) {
      if (stream.waitingSince === undefined || performance.now() - stream.waitingSince < this.#limitMs) continue
      this.#log.error({ timeoutMs: this.#limitMs }, 'A statement took too long; the embedded database is started again')
      const worker = await this.#worker
      await worker?.terminate()
      return
    }
  }
}

async function closeWorker(worker: Worker): Promise<void> {
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  worker.postMessage('close')
  const timer = setTimeout(() => void worker.terminate(), closeTimeoutMs)
  await exited
  clearTimeout(timer)
}
