import { randomUUID } from 'node:crypto'
import { agentDefaults } from '@brain-ai/contract'
import { Cache } from '#platform/cache'
import type { WorkspaceContext } from '#platform/context'
import { createLog } from '#platform/log'
import { createMetrics } from '#platform/metrics'
import type { AnswerState } from '../src/features/answers/known/answer-key.ts'
import { KnownAnswers } from '../src/features/answers/known/known-answers.ts'
import { emptyOutcome, type RunRequest } from '../src/features/answers/runs/answer.ts'

/** One step of a history; numbers choose among what is there. */
export type Step =
  | { readonly does: 'ask'; readonly workspace: number; readonly user: number; readonly topic: number }
  | { readonly does: 'stop'; readonly which: number }
  | { readonly does: 'write'; readonly workspace: number; readonly document: number }
  | { readonly does: 'delete'; readonly workspace: number; readonly document: number }
  | { readonly does: 'move'; readonly workspace: number; readonly document: number; readonly collection: number }
  | { readonly does: 'name'; readonly workspace: number; readonly collection: number; readonly user: number }
  | { readonly does: 'close'; readonly workspace: number; readonly collection: number }
  | { readonly does: 'change-agent'; readonly workspace: number }
  | { readonly does: 'change-model'; readonly workspace: number }

export const userCount = 3
export const topicCount = 2
export const documentCount = 3
export const collectionCount = 2

/** What a workspace is at one moment. Never changed: each step makes another one. */
interface Moment {
  readonly version: number
  readonly agentVersion: number
  readonly model: number
  /** Each with the topic of its number, the collection it lies in, and how often it was written. */
  readonly documents: readonly { readonly collection: number | undefined; readonly edition: number; readonly isThere: boolean }[]
  readonly collections: readonly { readonly isClosed: boolean; readonly named: readonly number[] }[]
}

const beginning: Moment = {
  version: 0,
  agentVersion: 1,
  model: 0,
  documents: Array.from({ length: documentCount }, () => ({ collection: undefined, edition: 1, isThere: true })),
  collections: Array.from({ length: collectionCount }, () => ({ isClosed: false, named: [] })),
}

/** What is answered to a user at one moment: the plain model that everything is held against. */
function answerAt(moment: Moment, asked: { workspace: number; user: number; topic: number; agentVersion: number }): string {
  const read = moment.documents.flatMap(({ collection, edition, isThere }, i) => {
    const place = collection === undefined ? undefined : moment.collections[collection]!
    const isReadable = isThere && (!place?.isClosed || place.named.includes(asked.user))
    return isReadable && i % topicCount === asked.topic ? [`document ${i}, edition ${edition}`] : []
  })
  return `workspace ${asked.workspace}, agent ${asked.agentVersion}, model ${moment.model}: ${read.join('; ')}`
}

export type ReadState = (ctx: WorkspaceContext) => Promise<AnswerState>

const log = createLog('silent', { write: () => {} })
const metrics = createMetrics()

/**
 * Two workspaces without a database. Everything that waits in the product waits here for as many turns as `pauses` says, so that
 * steps fall between any two things that an answer does.
 */
export class SimulatedWorkspaces implements AsyncDisposable {
  readonly #cache = new Cache(
    { redisUrl: undefined, maxBytes: 1_000_000 },
    { metrics, log, now: () => new Date(0), release: 'x' },
  )
  readonly #moments: Moment[][] = [[beginning], [beginning]]
  readonly #known: KnownAnswers
  readonly #asked: { readonly controller: AbortController; readonly verdict: Promise<string | undefined> }[] = []
  readonly #pauses: readonly number[]
  #paused = 0
  /** How many answers came out of the cache. */
  given = 0

  /** @param breakIt makes the product read the state in another way than it should */
  constructor(pauses: readonly number[], breakIt: (read: ReadState) => ReadState = (read) => read) {
    this.#pauses = pauses
    this.#known = new KnownAnswers({
      cache: this.#cache,
      readState: breakIt((ctx) => this.#readState(ctx)),
      make: (ctx, run) => this.#make(ctx, run),
      newId: randomUUID,
    })
  }

  /** @returns what is wrong with one of the answers; undefined where all are right */
  async run(steps: readonly Step[]): Promise<string | undefined> {
    for (const step of steps) {
      this.#take(step)
      await this.#pause()
    }
    const verdicts = await Promise.all(this.#asked.map(({ verdict }) => verdict))
    return verdicts.find((verdict) => verdict !== undefined)
  }

  #take(step: Step): void {
    if (step.does === 'ask') {
      const controller = new AbortController()
      this.#asked.push({ controller, verdict: this.#ask(step, controller.signal) })
    } else if (step.does === 'stop') this.#asked[step.which]?.controller.abort(new Error('stopped'))
    else this.#change(step)
  }

  #change(step: Exclude<Step, { does: 'ask' | 'stop' }>): void {
    const moments = this.#moments[step.workspace]!
    const before = moments.at(-1)!
    const document = (i: number, change: (one: Moment['documents'][number]) => object) =>
      before.documents.map((one, j) => (j === i ? { ...one, ...change(one) } : one))
    const collection = (i: number, change: (one: Moment['collections'][number]) => object) =>
      before.collections.map((one, j) => (j === i ? { ...one, ...change(one) } : one))
    const toggle = (list: readonly number[], one: number) =>
      list.includes(one) ? list.filter((other) => other !== one) : [...list, one]
    const changed: Partial<Moment> = {
      write: () => ({
        documents: document('document' in step ? step.document : 0, ({ edition }) => ({ edition: edition + 1, isThere: true })),
      }),
      delete: () => ({ documents: document('document' in step ? step.document : 0, () => ({ isThere: false })) }),
      move: () => (step.does === 'move' ? { documents: document(step.document, () => ({ collection: step.collection })) } : {}),
      name: () =>
        step.does === 'name'
          ? { collections: collection(step.collection, ({ named }) => ({ named: toggle(named, step.user) })) }
          : {},
      close: () =>
        step.does === 'close' ? { collections: collection(step.collection, ({ isClosed }) => ({ isClosed: !isClosed })) } : {},
      'change-agent': () => ({ agentVersion: before.agentVersion + 1 }),
      'change-model': () => ({ model: before.model + 1 }),
    }[step.does]()
    const raises = step.does !== 'change-agent' && step.does !== 'change-model'
    const after = { ...before, ...changed, version: before.version + (raises ? 1 : 0) }
    moments.push(after)
    // What is told after the commit comes a while later.
    if (raises) void this.#pause().then(() => this.#cache.forget(`${step.workspace}`, after.version))
  }

  async #ask(step: Extract<Step, { does: 'ask' }>, signal: AbortSignal): Promise<string | undefined> {
    const moments = this.#moments[step.workspace]!
    const begun = moments.length - 1
    const { agentVersion } = moments[begun]!
    const ctx = { workspaceId: `${step.workspace}`, actor: { kind: 'member', userId: `${step.user}`, role: 'member' }, signal }
    const run = {
      id: '',
      question: `topic ${step.topic}`,
      agent: { id: 'agent', version: agentVersion, settings: { ...agentDefaults, name: 'agent' } },
      collections: undefined,
      ...{ conversationId: null, questionId: null, followsId: null, idempotencyKey: undefined, replay: undefined },
    } satisfies RunRequest
    let text = ''
    try {
      for await (const one of this.#known.answer(ctx as unknown as WorkspaceContext, run)) {
        if (one.name === 'text-delta') text += one.text
        if (one.name === 'answered' && one.outcome.isFromCache) this.given++
        if (one.name === 'answered') break
      }
    } catch (error) {
      if (signal.aborted) return undefined
      throw error
    }
    const right = moments.slice(begun).map((moment) => answerAt(moment, { ...step, agentVersion }))
    return right.includes(text)
      ? undefined
      : `${JSON.stringify(step)} was answered “${text}”, right: ${[...new Set(right)].join(' | ')}`
  }

  async #readState({ workspaceId, actor }: WorkspaceContext): Promise<AnswerState> {
    await this.#pause()
    const { version, model, collections } = this.#moments[Number(workspaceId)]!.at(-1)!
    const user = actor.kind === 'member' ? Number(actor.userId) : -1
    const namedIn = collections.flatMap(({ named }, i) => (named.includes(user) ? [i] : []))
    await this.#pause()
    return {
      corpusVersion: version,
      access: namedIn.join(),
      models: { chatModels: [], fingerprint: `${model}`, hasOwnProviders: false },
    }
  }

  async *#make({ workspaceId, actor }: WorkspaceContext, { question, agent }: RunRequest) {
    await this.#pause()
    const asked = {
      workspace: Number(workspaceId),
      user: actor.kind === 'member' ? Number(actor.userId) : -1,
      topic: Number(question.split(' ')[1]),
      agentVersion: agent.version,
    }
    const text = answerAt(this.#moments[asked.workspace]!.at(-1)!, asked)
    const outcome = emptyOutcome(question, 'extractive')
    yield { name: 'passages-found', passages: [], documentIds: [], outcome } as const
    await this.#pause()
    yield { name: 'text-delta', text } as const
    await this.#pause()
    yield { name: 'answered', outcome } as const
  }

  async #pause(): Promise<void> {
    for (let turns = this.#pauses[this.#paused++ % this.#pauses.length]!; turns > 0; turns--) await Promise.resolve()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#known[Symbol.asyncDispose]()
    await this.#cache[Symbol.asyncDispose]()
  }
}
