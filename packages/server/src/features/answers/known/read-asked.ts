import { BrainError } from '@brain-ai/contract'
import { LRUCache } from 'lru-cache'
import { type Agent, chooseAgent, toGeneralAgent } from '#agents'
import { toModelSetting } from '#models'
import { Batcher } from '#platform/batch'
import type { App, WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { memberId } from '../conversations/conversation.ts'
import type { AnswerState } from './answer-key.ts'
import { type AskedBasis, findAsked } from './asked-store.ts'

interface Asked {
  readonly ctx: WorkspaceContext
  readonly userId: string
  /** Which agent is asked for besides; undefined: none. */
  readonly agent: { readonly reference: string | undefined } | undefined
}

/** What an answer depends on, as it was at one moment. */
export interface AskedRead {
  readonly state: AnswerState
  /** What the state was read from. */
  readonly basis: AskedBasis
  /** Undefined where there is no such agent. */
  readonly agent: Agent | undefined
}

const mostRemembered = 2_000

/** Reads what answers depend on, for all who ask in a workspace at the same time in one transaction. */
export class AskedReader {
  readonly #batcher: Batcher<Asked, AskedRead>
  readonly #read = new LRUCache<string, AskedRead>({ max: mostRemembered })

  constructor(app: Pick<App, 'database' | 'config'>) {
    this.#batcher = new Batcher(async (asked, workspaceId) => {
      const userIds = [...new Set(asked.map(({ userId }) => userId))]
      const once = { reader: 'product', isReadOnly: true, isSingle: true } as const
      const found = await app.database.transact(workspaceId, (db) => findAsked(db, userIds), once)
      const models = toModelSetting(app, found.models)
      const modelsText = JSON.stringify(found.models)
      const readingOf = new Map(userIds.map((userId, i) => [userId, found.states[i]!]))
      const agents = new Map<string | undefined, Agent | undefined>()
      if (found.general) agents.set(undefined, toGeneralAgent(found.general))
      await this.#addNamed(app, workspaceId, asked, agents)
      return asked.map(({ userId, agent }) => {
        const reading = readingOf.get(userId)!
        const basis = { models: modelsText, reading: JSON.stringify(reading) }
        return { state: { ...reading, models }, basis, agent: agent && agents.get(agent.reference) }
      })
    })
  }

  async readState(ctx: WorkspaceContext): Promise<AnswerState> {
    return (await this.#batcher.run({ ctx, userId: memberId(ctx), agent: undefined }, ctx.workspaceId)).state
  }

  /** With the agent that is named, or the general one. */
  async read(ctx: WorkspaceContext, reference: string | undefined): Promise<AskedRead> {
    const read = await this.#batcher.run({ ctx, userId: memberId(ctx), agent: { reference } }, ctx.workspaceId)
    this.#read.set(nameOf(ctx, reference), read)
    return read
  }

  /** What `read` gave last: whoever goes by it has to see that its basis is still so. */
  recall(ctx: WorkspaceContext, reference: string | undefined): AskedRead | undefined {
    return this.#read.get(nameOf(ctx, reference))
  }

  async #addNamed(
    { database }: Pick<App, 'database'>,
    workspaceId: string,
    asked: readonly Asked[],
    agents: Map<string | undefined, Agent | undefined>,
  ): Promise<void> {
    const missing = asked.filter(({ agent }) => agent && !agents.has(agent.reference))
    if (missing.length === 0) return
    const look = async (db: WorkspaceDb) => {
      for (const { ctx, agent } of missing)
        if (!agents.has(agent!.reference))
          agents.set(agent!.reference, await chooseAgent(ctx, db, agent!.reference).catch(undefinedWhereMissing))
    }
    await database.transact(workspaceId, look, { reader: 'product' })
  }
}

const nameOf = (ctx: WorkspaceContext, reference = ''): string => `${ctx.workspaceId} ${memberId(ctx)} ${reference}`

function undefinedWhereMissing(error: unknown): undefined {
  if (error instanceof BrainError && error.code === 'agent/not-found') return undefined
  throw error
}
