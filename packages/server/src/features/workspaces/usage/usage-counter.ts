import type { Flow, Limits } from '@brain-ai/contract'
import type { App } from '#platform/context'
import { takeQuota } from './take-quota.ts'
import { addToFlow } from './usage-store.ts'

const flushEveryMs = 1_000

interface Counted {
  readonly workspaceId: string
  readonly metric: Flow
  /** When the first of them was counted: the month they belong to. */
  readonly since: Date
  amount: number
}

/** Whose use is counted. Without limits, as in a job, the database says whether there is one. */
export interface CountedWorkspace {
  readonly workspaceId: string
  readonly limits?: Limits | undefined
}

/**
 * Counts calls and questions. Where there is a limit, each is counted in the database before it is answered, exactly; where there
 * is none, counting must not cost a write, so a process counts in memory and writes once a second and when it is disposed of. A
 * process that is killed loses at most the last second.
 */
export class UsageCounter implements AsyncDisposable {
  readonly #app: Pick<App, 'database' | 'log' | 'now'>
  #counted = new Map<string, Counted>()
  #timer: NodeJS.Timeout | undefined
  #flushing: Promise<void> = Promise.resolve()

  constructor(app: Pick<App, 'database' | 'log' | 'now'>) {
    this.#app = app
  }

  /** Counts one, and refuses it when the limit of the month is reached. @throws BrainError limit/reached */
  async take(workspace: CountedWorkspace, metric: Flow): Promise<void> {
    if (workspace.limits?.[metric] === null) return this.#buffer(workspace.workspaceId, metric, 1, this.#app.now())
    await this.#app.database.transact(workspace.workspaceId, (db) => takeQuota(db, this.#app.now(), { [metric]: 1 }))
  }

  /** Counts one that is let through whatever the limit, as reading and deleting are. */
  async record(workspace: CountedWorkspace, metric: Flow): Promise<void> {
    if (workspace.limits?.[metric] === null) return this.#buffer(workspace.workspaceId, metric, 1, this.#app.now())
    await this.#app.database.transact(workspace.workspaceId, (db) => addToFlow(db, this.#app.now(), metric, 1))
  }

  /** Writes what is counted in memory. Never throws: what cannot be written is kept for the next time. */
  flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#flushing = this.#flushing.then(() => this.#write())
    return this.#flushing
  }

  #buffer(workspaceId: string, metric: Flow, amount: number, since: Date): void {
    const name = `${workspaceId} ${metric}`
    const counted = this.#counted.get(name)
    if (counted) counted.amount += amount
    else this.#counted.set(name, { workspaceId, metric, since, amount })
    this.#timer ??= setTimeout(() => void this.flush(), flushEveryMs)
  }

  async #write(): Promise<void> {
    const counted = [...this.#counted.values()]
    this.#counted = new Map()
    for (const { workspaceId, metric, since, amount } of counted) {
      try {
        await this.#app.database.transact(workspaceId, (db) => addToFlow(db, since, metric, amount))
      } catch (error) {
        this.#app.log.warn({ err: error, workspaceId }, 'usage could not be written; it is kept in memory')
        this.#buffer(workspaceId, metric, amount, since)
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.flush()
    clearTimeout(this.#timer)
  }
}
