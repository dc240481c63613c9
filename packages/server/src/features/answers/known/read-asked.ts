import { BrainError } from '@brain-ai/contract'
import { type Agent, chooseAgent, toGeneralAgent } from '#agents'
import { toModelSetting } from '#models'
import { Batcher } from '#platform/batch'
import type { App, WorkspaceContext } from '#platform/context'
import { memberId } from '../conversations/conversation.ts'
import type { AnswerState } from './answer-key.ts'
import { findAsked } from './asked-store.ts'

interface Asked {
  readonly ctx: WorkspaceContext
  readonly userId: string
  /** Which agent is asked for besides; undefined: none. */
  readonly agent: { readonly reference: string | undefined } | undefined
}

interface Read {
  readonly state: AnswerState
  /** Undefined where there is no such agent. */
  readonly agent: Agent | undefined
}

/** Reads what answers depend on, for all who ask in a workspace at the same time in one transaction. */
export class AskedReader {
  readonly #batcher: Batcher<Asked, Read>

  constructor(app: Pick<App, 'database' | 'config'>) {
    this.#batcher = new Batcher((asked, workspaceId) =>
      app.database.transact(
        workspaceId,
        async (db) => {
          const userIds = [...new Set(asked.map(({ userId }) => userId))]
          const { general, models: setting, states } = await findAsked(db, userIds)
          const agents = new Map<string | undefined, Agent | undefined>()
          if (general) agents.set(undefined, toGeneralAgent(general))
          for (const { ctx, agent } of asked)
            if (agent && !agents.has(agent.reference))
              agents.set(agent.reference, await chooseAgent(ctx, db, agent.reference).catch(undefinedWhereMissing))
          const models = toModelSetting(app, setting)
          const stateOf = new Map(userIds.map((userId, i) => [userId, { ...states[i]!, models }]))
          return asked.map(({ userId, agent }) => ({
            state: stateOf.get(userId)!,
            agent: agent && agents.get(agent.reference),
          }))
        },
        { reader: 'product' },
      ),
    )
  }

  async readState(ctx: WorkspaceContext): Promise<AnswerState> {
    return (await this.#batcher.run({ ctx, userId: memberId(ctx), agent: undefined }, ctx.workspaceId)).state
  }

  /** With the agent that is named, or the general one. */
  read(ctx: WorkspaceContext, reference: string | undefined): Promise<Read> {
    return this.#batcher.run({ ctx, userId: memberId(ctx), agent: { reference } }, ctx.workspaceId)
  }
}

function undefinedWhereMissing(error: unknown): undefined {
  if (error instanceof BrainError && error.code === 'agent/not-found') return undefined
  throw error
}
