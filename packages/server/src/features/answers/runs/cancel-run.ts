import type { Answer } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { findAnswer } from './answer-store.ts'
import { notifyRun, requestCancel } from './lease-store.ts'
import { RunAborted } from './live-run.ts'
import type { RunRegistry } from './run-registry.ts'
import { getAnswer, runNotFound } from './view-answers.ts'

const patienceMs = 5_000

/**
 * Stops a run of one's own, wherever it is made, and the call of its model; one that has ended stays as it is.
 * @throws BrainError run/not-found
 */
export async function cancelRun(ctx: WorkspaceContext, registry: RunRegistry, id: string): Promise<Answer> {
  await ctx.transact(async (db) => {
    const row = await findAnswer(db, id)
    if (!row || (ctx.actor.kind === 'member' && row.userId !== ctx.actor.userId)) throw runNotFound()
    if (await requestCancel(db, id)) await notifyRun(db, 'cancel', id)
  })
  const live = registry.find(id)
  live?.abort(new RunAborted('cancelled'))
  await live?.ended
  const giveUpAt = Date.now() + patienceMs
  for (;;) {
    const answer = await getAnswer(ctx, id)
    if (answer.state !== 'running' || Date.now() > giveUpAt) return answer
    await registry.waitForNews(id, 500)
  }
}
