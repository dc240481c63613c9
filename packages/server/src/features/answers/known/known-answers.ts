import type { Cache } from '#platform/cache'
import type { WorkspaceContext } from '#platform/context'
import type { AnswerOutcome, AnswerStep, RunRequest } from '../runs/answer.ts'
import type { Answerer } from '../runs/run-registry.ts'
import { type AnswerPlace, type AnswerState, type AskedRun, placeOf, standsAlone } from './answer-key.ts'
import { type KnownAnswer, stepsOf, toKnownAnswer } from './known-answer.ts'

/** Reads what answers for this member depend on, at a moment after the call began. */
export type ReadAnswerState = (ctx: WorkspaceContext) => Promise<AnswerState>

/**
 * Answers that were made before, given again to whoever asks the same and would be answered the same: by the same version of the
 * same agent, from the same documents, with the same rights. Who asks while the answer is being made waits for it.
 */
export class KnownAnswers implements AsyncDisposable {
  readonly #cache: Cache
  readonly #readState: ReadAnswerState
  readonly #make: Answerer
  readonly #newId: () => string
  /** Resolves with what may be given to others, or with undefined; never rejects. */
  readonly #making = new Map<string, Promise<KnownAnswer | undefined>>()
  readonly #keeping = new Set<Promise<unknown>>()

  constructor(given: { cache: Cache; readState: ReadAnswerState; make: Answerer; newId: () => string }) {
    this.#cache = given.cache
    this.#readState = given.readState
    this.#make = given.make
    this.#newId = given.newId
  }

  get isOn(): boolean {
    return this.#cache.isOn
  }

  /** Gives what is known, else makes it. */
  readonly answer: Answerer = (ctx, run) => this.#answer(ctx, run, undefined)

  /** The same for who has read the state a moment ago. */
  answerFrom(state: AnswerState | undefined): Answerer {
    return (ctx, run) => this.#answer(ctx, run, state)
  }

  /** What is known; that it is not, is counted when it is made. */
  async find(ctx: WorkspaceContext, run: AskedRun, state: AnswerState): Promise<KnownAnswer | undefined> {
    const { space, key } = placeOf(ctx.workspaceId, run, state)
    return this.#cache.find<KnownAnswer>(space, key)
  }

  /** Makes what is not known, for nobody; undefined where it breaks off. */
  async warmUp(ctx: WorkspaceContext, run: RunRequest): Promise<AnswerOutcome | undefined> {
    let outcome: AnswerOutcome | undefined
    for await (const step of this.answer(ctx, run)) if (step.name === 'answered') outcome = step.outcome
    await Promise.all(this.#keeping)
    return outcome
  }

  async #read(ctx: WorkspaceContext, run: RunRequest): Promise<AnswerPlace> {
    return placeOf(ctx.workspaceId, run, await this.#readState(ctx))
  }

  async *#answer(ctx: WorkspaceContext, asked: RunRequest, state: AnswerState | undefined): AsyncGenerator<AnswerStep> {
    let run = asked
    if (!this.#cache.isOn || !standsAlone(ctx, run)) return yield* this.#make(ctx, run)
    let place = state ? placeOf(ctx.workspaceId, run, state) : await this.#read(ctx, run)
    while (!run.isRetry) {
      const known = await this.#cache.get<KnownAnswer>(place.space, place.key)
      if (known) return yield* stepsOf(known)
      const other = this.#making.get(nameOf(place))
      if (!other) break
      const shared = await untilAborted(other, ctx.signal)
      if (shared) return yield* stepsOf(shared)
      // Whoever made it has failed, or was answered by what is not there any more.
      place = await this.#read(ctx, run)
      // Nor is what was found before that read.
      run = { ...run, retrieval: undefined }
    }
    yield* this.#makeAndKeep(ctx, run, place)
  }

  async *#makeAndKeep(ctx: WorkspaceContext, run: RunRequest, place: AnswerPlace): AsyncGenerator<AnswerStep> {
    const name = nameOf(place)
    const shared = Promise.withResolvers<KnownAnswer | undefined>()
    this.#making.set(name, shared.promise)
    const giveUp = () => shared.resolve(undefined)
    // Also where it hangs, and heeds the signal late or never.
    ctx.signal.addEventListener('abort', giveUp, { once: true })
    void shared.promise.then(() => {
      ctx.signal.removeEventListener('abort', giveUp)
      if (this.#making.get(name) === shared.promise) this.#making.delete(name)
    })
    const steps: AnswerStep[] = []
    let isKept = false
    try {
      for await (const step of this.#make(ctx, run)) {
        steps.push(step)
        if (step.name === 'answered') {
          isKept = true
          const keeping = this.#keep(ctx, run, place, steps).then(shared.resolve, giveUp)
          this.#keeping.add(keeping)
          void keeping.then(() => this.#keeping.delete(keeping))
        }
        yield step
      }
    } finally {
      if (!isKept) giveUp()
    }
  }

  /** Keeps the answer if all that it depends on is still as it was when it was begun, so that it was so all the time. */
  async #keep(
    ctx: WorkspaceContext,
    run: RunRequest,
    place: AnswerPlace,
    steps: readonly AnswerStep[],
  ): Promise<KnownAnswer | undefined> {
    const answer = toKnownAnswer(this.#newId(), steps)
    if (!answer || nameOf(await this.#read(ctx, run)) !== nameOf(place)) return undefined
    await this.#cache.set(place.space, place.key, answer)
    return answer
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#keeping)
  }
}

const nameOf = ({ space, key }: AnswerPlace): string => `${space.workspaceId} ${space.version} ${key}`

async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const onAbort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([promise, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
