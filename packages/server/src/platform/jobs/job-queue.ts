import { randomUUID } from 'node:crypto'
import type { App } from '#platform/context'
import type { Database } from '#platform/database'
import type { Log } from '#platform/log'
import type { Metrics } from '#platform/metrics'
import type { JobDefinition, JobFailure } from './define-job.ts'
import { JobRun, tellGivenUp } from './job-run.ts'
import * as store from './job-store.ts'

const pollMs = 2_000
const heartbeatMs = 500
const pruneMs = 3_600_000
const graceMs = 5_000

/**
 * Runs the jobs of this process. `start` it once every definition is known; `stop` lets running jobs end, then takes their work
 * back so that another process goes on at once. Any number of processes may share a database.
 */
export class JobQueue implements AsyncDisposable {
  readonly #database: Database
  readonly #log: Log
  readonly #metrics: Metrics
  readonly #definitions = new Map<string, JobDefinition>()
  readonly #running = new Map<JobRun, Promise<void>>()
  readonly #slots: number
  #app: App | undefined
  #serving: Promise<void> | undefined
  #listening: AsyncDisposable | undefined
  #heartbeat: NodeJS.Timeout | undefined
  #isStopping = false
  #wake = Promise.withResolvers<true>()
  #lookedAt = 0
  #prunedAt = 0
  #isKeepingLeases = false

  constructor(given: { database: Database; log: Log; metrics: Metrics; parallel: number }) {
    this.#database = given.database
    this.#log = given.log
    this.#metrics = given.metrics
    this.#slots = given.parallel
  }

  /** Begins to take jobs. Inside a workspace, jobs of definitions named earlier go first. */
  start(app: App, definitions: readonly JobDefinition[]): void {
    this.#app = app
    for (const definition of definitions) {
      if (this.#definitions.has(definition.queue)) throw new Error(`Two definitions for the queue ${definition.queue}`)
      this.#definitions.set(definition.queue, definition)
    }
    this.#heartbeat = setInterval(() => void this.#keepLeases(), heartbeatMs).unref()
    this.#serving = this.#serve()
  }

  /** Takes no more jobs, waits for the running ones at most this long, then aborts them and gives their jobs back. */
  async stop(waitMs: number): Promise<void> {
    this.#isStopping = true
    this.#wake.resolve(true)
    await this.#serving

    const timer = setTimeout(() => this.#abortAll(), waitMs)
    await Promise.all(this.#running.values())
    clearTimeout(timer)
    clearInterval(this.#heartbeat)
    await this.#listening?.[Symbol.asyncDispose]()
    this.#listening = undefined
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop(graceMs)
  }

  #abortAll(): void {
    for (const run of this.#running.keys()) run.abort('stopping')
  }

  /** Claims while something is due and a slot is free; then sleeps until a notification, the end of a run or a time. */
  async #serve(): Promise<void> {
    let isDue = true
    while (!this.#isStopping) {
      try {
        this.#listening ??= await this.#begin()
        if (isDue) await this.#fillSlots()
        const ahead = await this.#lookAhead()
        // A claim that found nothing is not repeated at once: what is due may be another process's, or of a kind unknown here.
        if (ahead.isDue && !isDue) isDue = true
        else isDue = await this.#sleep(ahead.nextMs)
      } catch (error) {
        this.#log.warn({ err: error }, 'the job queue cannot reach its database')
        await this.#sleep(pollMs)
        isDue = true
      }
    }
  }

  async #begin(): Promise<AsyncDisposable> {
    // The embedded database has one process at a time, so whoever held a lease before this one is gone.
    if (this.#database.engine === 'embedded') await this.#database.asSystem(store.voidAllLeases)
    return this.#database.listen(store.wakeChannel, () => this.#wake.resolve(true))
  }

  get #isFull(): boolean {
    return this.#running.size >= this.#slots
  }

  async #fillSlots(): Promise<void> {
    const queues = [...this.#definitions.keys()]
    const leases = [...this.#definitions.values()].map((definition) => definition.leaseMs)
    while (!this.#isStopping && !this.#isFull) {
      const token = randomUUID()
      const claimed = await this.#database.asSystem((db) => store.claimJob(db, { queues, leases, token }))
      if (!claimed) return
      this.#run(claimed, token)
    }
  }

  #run(claimed: store.ClaimedJob, token: string): void {
    const { queue } = claimed
    const run = new JobRun(this.#app!, this.#definitions.get(queue)!, claimed, token)
    const measureDuration = this.#metrics.jobDuration.startTimer({ queue })
    const ended = run.perform().then((outcome) => {
      measureDuration()
      this.#metrics.jobsFinished.inc({ queue, outcome })
      this.#running.delete(run)
      this.#wake.resolve(true)
    })
    this.#running.set(run, ended)
  }

  /** The fallback for lost notifications, lapsed leases and times; also what feeds the gauge of waiting jobs. */
  async #lookAhead(): Promise<{ isDue: boolean; nextMs: number }> {
    if (this.#isFull && Date.now() < this.#lookedAt + pollMs) return { isDue: false, nextMs: pollMs }
    this.#lookedAt = Date.now()
    const waiting = await this.#database.asSystem(store.countWaiting)
    this.#metrics.jobsWaiting.reset()
    for (const { queue, due } of waiting) this.#metrics.jobsWaiting.set({ queue }, due)
    const hasLapsed = waiting.some(({ lapsed }) => lapsed > 0)
    if (hasLapsed) await this.#takeBackLapsed()
    if (Date.now() > this.#prunedAt + pruneMs) {
      this.#prunedAt = Date.now()
      await this.#database.asSystem(store.pruneFinished)
    }
    const known = waiting.filter(({ queue }) => this.#definitions.has(queue))
    return {
      isDue: hasLapsed || known.some(({ due }) => due > 0),
      nextMs: Math.min(pollMs, ...known.flatMap(({ next_ms }) => (next_ms === null ? [] : [Math.ceil(next_ms)]))),
    }
  }

  async #takeBackLapsed(): Promise<void> {
    const exhausted = await this.#database.asSystem(store.takeBackLapsed)
    for (const { workspace_id, id, queue, payload } of exhausted) {
      const isDead = await this.#database.transact(
        workspace_id,
        async (db) => {
          if (!(await store.giveUpLapsed(db, id, silenced))) return false
          const definition = this.#definitions.get(queue)
          if (definition) await tellGivenUp(db, definition, payload, silenced)
          return true
        },
        { reader: 'product' },
      )
      if (!isDead) continue
      this.#log.error({ queue, jobId: id, workspaceId: workspace_id }, 'a job was given up: its process went silent each time')
      this.#metrics.jobsFinished.inc({ queue, outcome: 'dead' })
    }
  }

  /** @returns true when woken, false when the time is over */
  async #sleep(ms: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined
    const timeIsOver = new Promise<false>((resolve) => {
      timer = setTimeout(resolve, ms, false)
    })
    const isWoken = await Promise.race([this.#wake.promise, timeIsOver])
    clearTimeout(timer)
    if (isWoken) this.#wake = Promise.withResolvers<true>()
    return isWoken
  }

  async #keepLeases(): Promise<void> {
    if (this.#isKeepingLeases || this.#running.size === 0) return
    this.#isKeepingLeases = true
    try {
      let runs: JobRun[] = []
      const held = await this.#database.asSystem((db) => {
        // Only now, not while waiting for a connection: progress that went on meanwhile must not be written back.
        runs = [...this.#running.keys()]
        return store.keepLeases(
          db,
          runs.map((run) => run.held),
        )
      })
      const isCancelled = new Map(held.map((job) => [job.id, job.is_cancel_requested]))
      for (const run of runs) {
        if (!isCancelled.has(run.id)) run.abort('lost')
        else if (isCancelled.get(run.id)) run.abort('cancelled')
      }
    } catch (error) {
      this.#log.warn({ err: error }, 'the leases of running jobs could not be extended')
    } finally {
      this.#isKeepingLeases = false
    }
  }
}

const silenced: JobFailure = {
  code: 'server/internal',
  message: 'Something went wrong on our side: the work stopped several times without an end.',
}
