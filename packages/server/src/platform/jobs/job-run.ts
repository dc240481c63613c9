import { BrainError } from '@brain-ai/contract'
import { type App, createWorkspaceContext, type WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { type Job, JobAborted, type JobDefinition, type JobFailure } from './define-job.ts'
import * as store from './job-store.ts'
import { retryDelayMs } from './retry-delay.ts'

// A run that does not notice its abort may not keep its place for ever; the fence makes it harmless.
const deafAfterMs = 10_000

export type JobOutcome = 'done' | 'retry' | 'dead' | 'cancelled' | 'released' | 'lost'

/** One attempt at one job, from the claim to its end. */
export class JobRun implements Job {
  readonly id: string
  readonly attempt: number
  readonly isLastAttempt: boolean
  readonly #held: Omit<store.HeldJob, 'progress'>
  readonly #definition: JobDefinition
  readonly #payload: unknown
  readonly #ctx: WorkspaceContext
  readonly #controller = new AbortController()
  #progress: number | null = null
  #isFinished = false

  constructor(app: App, definition: JobDefinition, claimed: store.ClaimedJob, token: string) {
    this.id = claimed.id
    this.attempt = claimed.attempt
    this.isLastAttempt = claimed.attempt >= claimed.max_attempts
    this.#held = { workspaceId: claimed.workspace_id, id: claimed.id, token, leaseMs: definition.leaseMs }
    this.#definition = definition
    this.#payload = claimed.payload
    this.#ctx = createWorkspaceContext(app, {
      workspaceId: claimed.workspace_id,
      actor: { kind: 'job', queue: claimed.queue },
      signal: this.#controller.signal,
      log: app.log.child({ queue: claimed.queue, jobId: claimed.id, attempt: claimed.attempt }),
    })
  }

  /** For the heartbeat. */
  get held(): store.HeldJob {
    return { ...this.#held, progress: this.#progress }
  }

  abort(reason: JobAborted['reason']): void {
    this.#controller.abort(new JobAborted(reason))
  }

  reportProgress(fraction: number): void {
    this.#progress = Math.max(this.#progress ?? 0, Math.min(1, fraction))
  }

  checkpoint<T>(work: (db: WorkspaceDb) => Promise<T>, progress?: number): Promise<T> {
    if (progress !== undefined) this.#progress = progress
    return this.#ctx.transact(async (db) => {
      if (!(await store.touchLease(db, this.held))) throw new JobAborted('lost')
      return work(db)
    })
  }

  async finish<T>(work: (db: WorkspaceDb) => Promise<T>): Promise<T> {
    const result = await this.#ctx.transact(async (db) => {
      if (!(await store.markDone(db, this.held))) throw new JobAborted('lost')
      return work(db)
    })
    this.#isFinished = true
    return result
  }

  /** Does the work and writes how it ended. Never throws: what cannot be written now is found by its lapsed lease. */
  async perform(): Promise<JobOutcome> {
    try {
      const error = await this.#attempt()
      if (this.#isFinished) {
        if (error !== undefined) this.#ctx.log.error({ err: error }, 'a job failed after it was done')
        return 'done'
      }
      return await this.#settle(error)
    } catch (error) {
      this.#ctx.log.error({ err: error }, 'the end of a job could not be written')
      return 'lost'
    }
  }

  /** @returns what went wrong, if anything */
  async #attempt(): Promise<unknown> {
    const { signal } = this.#ctx
    const deaf = Promise.withResolvers<never>()
    let timer: NodeJS.Timeout | undefined
    signal.addEventListener('abort', () => {
      timer = setTimeout(() => deaf.reject(signal.reason), deafAfterMs)
    })
    try {
      await Promise.race([this.#work(), deaf.promise])
      return undefined
    } catch (error) {
      return error ?? new Error('A job threw nothing')
    } finally {
      clearTimeout(timer)
    }
  }

  async #work(): Promise<void> {
    const payload = this.#definition.payload.parse(this.#payload)
    await this.#definition.run(this.#ctx, payload, this)
    if (!this.#isFinished) await this.finish(async () => {})
  }

  async #settle(error: unknown): Promise<JobOutcome> {
    const { signal, log } = this.#ctx
    if (signal.aborted || error instanceof JobAborted) {
      await this.#ctx.transact((db) => store.releaseLease(db, this.held))
      const reason = signal.aborted ? (signal.reason as JobAborted).reason : 'lost'
      return reason === 'stopping' ? 'released' : reason
    }
    const failure = describeFailure(error)
    log[this.isLastAttempt ? 'error' : 'warn']({ err: error }, 'a job failed')
    if (this.isLastAttempt) {
      const isDead = await this.#ctx.transact((db) => this.#giveUp(db, failure))
      if (isDead) return 'dead'
      await this.#ctx.transact((db) => store.releaseLease(db, this.held))
      return 'lost'
    }
    const delayMs = retryDelayMs(this.attempt, Math.random())
    await this.#ctx.transact((db) => store.markForRetry(db, this.held, failure, delayMs))
    return 'retry'
  }

  async #giveUp(db: WorkspaceDb, failure: JobFailure): Promise<boolean> {
    if (!(await store.markDead(db, this.held, failure))) return false
    await tellGivenUp(db, this.#definition, this.#payload, failure)
    return true
  }
}

/** Tells the definition that its job is dead; one whose payload cannot be read has nobody to tell. */
export async function tellGivenUp(
  db: WorkspaceDb,
  definition: JobDefinition,
  payload: unknown,
  failure: JobFailure,
): Promise<void> {
  const parsed = definition.payload.safeParse(payload)
  if (parsed.success) await definition.onGivenUp?.(db, parsed.data, failure)
}

// What is not a BrainError may quote a document; people get a sentence, and the log has the rest.
function describeFailure(error: unknown): JobFailure {
  if (error instanceof BrainError) return { code: error.code, message: error.message }
  return { code: 'server/internal', message: 'Something went wrong on our side.' }
}
