import { setTimeout as delay } from 'node:timers/promises'
import type { WorkspaceContext } from '#platform/context'
import type { ModelCall } from '#platform/llm'
import { addToFlow } from '#workspaces'
import type { CallPurpose } from './call-purpose.ts'
import { insertCall } from './model-call-store.ts'

const waitsMs = [200, 1_000, 5_000]

/**
 * Writes down what a call to a model used, and counts its tokens among those of the workspace, both or neither. Never throws: an
 * answer that is there is not lost because the database is not; it is tried again behind it, and what cannot be written at all
 * stands in the log.
 */
export async function recordModelCall(ctx: WorkspaceContext, call: ModelCall, about: CallPurpose): Promise<void> {
  const id = ctx.app.newId()
  if (await write(ctx, id, call, about)) return
  void (async () => {
    for (const waitMs of waitsMs) {
      await delay(waitMs, undefined, { ref: false })
      if (await write(ctx, id, call, about)) return
    }
    const { kind, model, outcome, usage } = call
    ctx.log.error({ id, kind, model, outcome, usage, purpose: about.purpose }, 'a model call could not be written down')
  })()
}

async function write(ctx: WorkspaceContext, id: string, call: ModelCall, about: CallPurpose): Promise<boolean> {
  const userId = ctx.actor.kind === 'member' ? ctx.actor.userId : undefined
  try {
    await ctx.transact(async (db) => {
      // The row's id was chosen before the first try, so a try that was committed without being heard counts nothing twice.
      const isNew = await insertCall(db, { id, call, about, userId })
      const tokens = call.usage.inputTokens + call.usage.outputTokens
      if (isNew && tokens > 0) await addToFlow(db, call.startedAt, 'tokens', tokens)
    })
    return true
  } catch (error) {
    ctx.log.warn({ err: error }, 'a model call could not be written down yet')
    return false
  }
}
