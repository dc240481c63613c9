import { randomUUID } from 'node:crypto'
import { BrainError } from '@brain-ai/contract'
import { type App, createWorkspaceContext, type WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { memberId } from '../conversations/conversation.ts'
import { type AnswerStep, extractive, type RunRequest } from './answer.ts'
import { type AnswerEnd, findAnswer, insertAnswer, insertLeasedAnswer, insertRecord, updateEnd } from './answer-store.ts'
import type { GivenAnswer } from './given-answer-store.ts'
import { GivenAnswers } from './given-answers.ts'
import { GivenRun } from './given-run.ts'
import { interruptLapsedRuns } from './interrupt-runs.ts'
import { deleteLease, keepLeases, notifyRun, runsChannel, voidAllLeases } from './lease-store.ts'
import { LiveRun, RunAborted } from './live-run.ts'
import { ProgressSaver } from './progress-saver.ts'
import { insertQuotes } from './quotes-store.ts'
import { runNotFound, viewAnswers } from './view-answers.ts'

const leaseMs = 15_000
const heartbeatMs = 3_000
const graceMs = 5_000
/** Answers of one member that are made at the same time in a process. */
const mostAtOnce = 20

/** Makes an answer, step by step; the last step is `answered`. Heeds the signal of its context. */
export type Answerer = (ctx: WorkspaceContext, run: RunRequest) => AsyncIterable<AnswerStep>

/**
 * The answers that are being made in this process. Each goes on when whoever asked leaves; what is said is stored after a quarter of a
 * second, then ever less often up to once a second, and its lease tells the other processes that somebody is at it. When the lease passes, the answer is marked interrupted.
 */
export class RunRegistry implements AsyncDisposable {
  readonly #app: App
  readonly #live = new Map<string, LiveRun>()
  readonly #performing = new Set<Promise<void>>()
  readonly #waiting = new Map<string, Set<() => void>>()
  readonly #given: GivenAnswers
  readonly #saver: ProgressSaver
  #heartbeat: NodeJS.Timeout | undefined
  #listening: AsyncDisposable | undefined
  #isStopping = false
  #isBeating = false

  constructor(app: App) {
    this.#app = app
    this.#saver = new ProgressSaver(app.database)
    this.#given = new GivenAnswers(app.database)
  }

  /** Marks what an earlier process has left, and begins to look after leases. */
  async start(): Promise<void> {
    const { database } = this.#app
    // The embedded database has one process at a time, so whoever held a lease before this one is gone.
    if (database.engine === 'embedded') await database.asSystem(voidAllLeases)
    await interruptLapsedRuns(this.#app)
    this.#listening = await database.listen(runsChannel, (payload) => this.#hear(payload))
    this.#heartbeat = setInterval(() => void this.#beat(), heartbeatMs).unref()
  }

  find(id: string): LiveRun | undefined {
    return this.#live.get(id)
  }

  /**
   * Writes that an answer is being made, in the transaction of whoever asks; `begin` it once that is committed.
   * @throws BrainError request/rate-limited
   * @returns the token of its lease; undefined where the same member has an answer with this idempotency key
   */
  async reserve(db: WorkspaceDb, userId: string, request: RunRequest, model: string): Promise<string | undefined> {
    this.#assertRunning()
    const atOnce = [...this.#live.values()].filter((run) => run.userId === userId && run.leaseToken !== undefined)
    if (atOnce.length >= mostAtOnce)
      throw new BrainError(
        'request/rate-limited',
        `${mostAtOnce} of your questions are being answered. Wait for one, or stop one.`,
        {
          retryAfterSeconds: 5,
        },
      )
    const token = randomUUID()
    return (await insertLeasedAnswer(db, userId, request, { model, token, leaseMs })) ? token : undefined
  }

  /** Begins to make an answer, apart from the request. @param leaseToken undefined: it is stored at its end only */
  begin(ctx: WorkspaceContext, request: RunRequest, answerer: Answerer, leaseToken: string | undefined): LiveRun {
    const run = this.#open(ctx, request, leaseToken)
    this.#live.set(request.id, run)
    this.#follow(this.#perform(run, answerer))
    return run
  }

  /**
   * Gives a single answer that is known, and stores that it was given, together with others.
   * @returns the run, which has ended; undefined where what it was found by is not so any more
   */
  async give(ctx: WorkspaceContext, found: Omit<GivenAnswer, 'id' | 'userId' | 'createdAt'>): Promise<GivenRun | undefined> {
    this.#assertRunning()
    const given = { ...found, id: this.#app.newId(), userId: memberId(ctx), createdAt: this.#app.now() }
    const storing = this.#given.store(ctx.workspaceId, given)
    this.#follow(storing)
    if (!(await storing)) return undefined
    const { outcome } = given.known
    this.#count({ state: 'complete', outcome, model: outcome.record.model, totalMs: given.totalMs })
    return new GivenRun(given)
  }

  #assertRunning(): void {
    if (this.#isStopping) throw new BrainError('server/stopping', 'The server is stopping; try again in a moment.')
  }

  #follow(work: Promise<unknown>): void {
    const end = () => void this.#performing.delete(performing)
    const performing = work.then(end, end)
    this.#performing.add(performing)
  }

  #open(ctx: WorkspaceContext, request: RunRequest, leaseToken: string | undefined): LiveRun {
    this.#assertRunning()
    const { actor, workspaceId, limits } = ctx
    const controller = new AbortController()
    const own = createWorkspaceContext(this.#app, {
      ...{ workspaceId, actor, signal: controller.signal },
      ...(limits && { limits }),
      log: this.#app.log.child({ runId: request.id }),
    })
    return new LiveRun({ request, ctx: own, userId: memberId(ctx), leaseToken, controller })
  }

  /** Resolves when something is told about a run that another process makes, and after a while in any case. */
  async waitForNews(id: string, ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const waiting = this.#waiting.getOrInsertComputed(id, () => new Set())
    waiting.add(resolve)
    const timer = setTimeout(resolve, ms)
    await promise
    clearTimeout(timer)
    waiting.delete(resolve)
    if (waiting.size === 0) this.#waiting.delete(id)
  }

  /** Lets answers that are nearly there end, and marks the others interrupted. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopping = true
    clearInterval(this.#heartbeat)
    const timer = setTimeout(() => {
      for (const run of this.#live.values()) run.abort(new RunAborted('stopping'))
    }, graceMs)
    await Promise.all(this.#performing)
    clearTimeout(timer)
    await this.#listening?.[Symbol.asyncDispose]()
  }

  async #perform(run: LiveRun, answerer: Answerer): Promise<void> {
    const { signal } = run.ctx
    const maxMs = run.request.agent.settings.maxSeconds * 1000
    const tooLong = setTimeout(() => run.abort(tookTooLong(maxMs)), maxMs)
    const aborted = Promise.withResolvers<never>()
    signal.addEventListener('abort', () => aborted.reject(signal.reason), { once: true })
    const takeSteps = async () => {
      for await (const step of answerer(run.ctx, run.request)) {
        if (signal.aborted) return
        run.take(step)
        this.#saver.schedule(run)
      }
    }
    try {
      // An answerer that waits for something and does not heed the signal is left behind.
      await Promise.race([takeSteps(), aborted.promise])
    } catch (error) {
      run.breakOff(error)
    } finally {
      clearTimeout(tooLong)
    }
    await this.#saver.stop(run)
    await this.#finish(run)
    this.#live.delete(run.request.id)
  }

  /** Stores how it ended, and tells whoever follows. */
  async #finish(run: LiveRun): Promise<void> {
    const end = run.endToStore
    const { fault } = run
    this.#count(end)
    if (end.state === 'failed' && !(fault instanceof BrainError)) run.ctx.log.error({ err: fault }, 'an answer failed')
    try {
      // A single question that could not be answered leaves nothing behind.
      if (run.leaseToken === undefined && end.state !== 'complete') return run.finish({ fault })
      const answer = await run.ctx.transact(async (db) => {
        const isHeld = await this.#storeEnd(db, run)
        if (!isHeld && run.leaseToken === undefined) throw new Error('The answer could not be stored.')
        const row = await findAnswer(db, run.request.id)
        if (!row) throw runNotFound()
        return (await viewAnswers(db, [row]))[0]!
      })
      run.finish({ answer })
    } catch (error) {
      // Its lease passes, and then it is marked interrupted.
      if (!(error instanceof BrainError)) run.ctx.log.error({ err: error }, 'the end of an answer could not be stored')
      run.finish({ fault: error })
    }
  }

  #count({ state, outcome, model, totalMs }: Pick<AnswerEnd, 'state' | 'outcome' | 'model' | 'totalMs'>): void {
    const { queries, queryDuration, agentRequests } = this.#app.metrics
    const ending = state !== 'complete' ? state : outcome.isAnswered ? 'answered' : 'not-in-documents'
    queries.inc({ kind: 'question', outcome: ending })
    agentRequests.inc({ agent: model === extractive ? extractive : 'model', outcome: ending })
    queryDuration.observe({ kind: 'question' }, totalMs / 1000)
  }

  async #storeEnd(db: WorkspaceDb, run: LiveRun): Promise<boolean> {
    const { request, userId, leaseToken } = run
    const end = run.endToStore
    if (leaseToken === undefined) await insertAnswer(db, userId, request, end.model || extractive)
    else if (!(await deleteLease(db, { id: request.id, token: leaseToken }))) return false
    if (!(await updateEnd(db, request.id, end))) return false
    await insertQuotes(db, request.id, run.progress.citations)
    const { corpusVersion, record } = end.outcome
    const replayOf = request.replay?.of ?? null
    await insertRecord(db, { messageId: request.id, userId, corpusVersion, replayOf, record })
    await notifyRun(db, 'text', request.id)
    return true
  }

  #hear(payload: string): void {
    const [what, id] = payload.split(' ')
    if (id === undefined) return
    if (what === 'cancel') this.#live.get(id)?.abort(new RunAborted('cancelled'))
    for (const wake of this.#waiting.get(id) ?? []) wake()
  }

  async #beat(): Promise<void> {
    if (this.#isBeating) return
    this.#isBeating = true
    try {
      const held = [...this.#live.values()].flatMap(({ request, ctx, leaseToken }) =>
        leaseToken === undefined ? [] : [{ workspaceId: ctx.workspaceId, id: request.id, token: leaseToken }],
      )
      if (held.length > 0) {
        const kept = await this.#app.database.asSystem((db) => keepLeases(db, held, leaseMs))
        for (const { id, isCancelRequested } of kept)
          if (isCancelRequested) this.#live.get(id)?.abort(new RunAborted('cancelled'))
      }
      await interruptLapsedRuns(this.#app)
    } catch (error) {
      this.#app.log.warn({ err: error }, 'the leases of running answers could not be extended')
    } finally {
      this.#isBeating = false
    }
  }
}

const tookTooLong = (maxMs: number) =>
  new BrainError('run/took-too-long', `The answer took longer than the ${maxMs / 1000} seconds that the agent may take.`, {
    maxMs,
  })
