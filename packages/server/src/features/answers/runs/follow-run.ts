import { setImmediate as turn } from 'node:timers/promises'
import { type Answer, type AnswerEvent, BrainError, type ErrorCode, errorTable } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { findAnswer } from './answer-store.ts'
import type { FollowedRun, RunProgress } from './followed-run.ts'
import type { RunRegistry } from './run-registry.ts'
import { getAnswer, runNotFound } from './view-answers.ts'

/** An event of an answer; `id` is the offset of its text that comes next. */
export type RunEvent = AnswerEvent & { readonly id: string }

const newsMs = 1_000

/**
 * The events of a run from an offset of its text to its end, whether it runs here, elsewhere, or has ended. Passages and citations
 * come again each time, the text from the offset on; with what came before it is the stored answer, byte for byte.
 * @throws BrainError run/not-found
 */
export async function* followRun(
  ctx: WorkspaceContext,
  registry: RunRegistry,
  id: string,
  from: number,
): AsyncGenerator<RunEvent> {
  const row = await ctx.transact((db) => findAnswer(db, id))
  if (!row) throw runNotFound()
  const agent = { id: row.agentId, name: row.agentName, version: row.agentVersion }
  yield { name: 'run-started', data: { run: id, conversation: row.conversationId, question: row.parentId, agent }, id: `${from}` }
  const live = ctx.actor.kind === 'member' && ctx.actor.userId === row.userId ? registry.find(id) : undefined
  yield* live ? followHere(live, from) : followStored(ctx, registry, id, from)
}

/** The events of a run in this process. */
export async function* followHere(run: FollowedRun, from = 0): AsyncGenerator<RunEvent> {
  yield* emitProgress({
    id: run.request.id,
    from,
    look: () => run,
  })
}

async function* followStored(ctx: WorkspaceContext, registry: RunRegistry, id: string, from: number): AsyncGenerator<RunEvent> {
  const look = async () => {
    const changed = registry.waitForNews(id, newsMs)
    return { changed, progress: progressOf(await getAnswer(ctx, id)) }
  }
  yield* emitProgress({ id, from, look })
}

const progressOf = (answer: Answer): RunProgress => ({
  text: answer.answer,
  citations: answer.citations,
  passages: answer.passages,
  tools: [],
  end: answer.state === 'running' ? undefined : { answer },
})

type Look = Pick<FollowedRun, 'changed' | 'progress'>

async function* emitProgress(of: { id: string; from: number; look: () => Look | Promise<Look> }): AsyncGenerator<RunEvent> {
  let { from: offset } = of
  let [citations, tools, hasPassages] = [0, 0, false]
  for (;;) {
    const { changed, progress } = await of.look()
    if (!hasPassages && progress.passages) {
      hasPassages = true
      yield { name: 'passages-found', data: { passages: [...progress.passages], run: of.id }, id: `${offset}` }
    }
    for (const data of progress.tools.slice(tools)) yield { name: 'tool-used', data, id: `${offset}` }
    tools = progress.tools.length
    const news = progress.citations.slice(citations)
    citations = progress.citations.length
    const text = progress.text.slice(offset)
    // A citation comes before the text that carries its number.
    for (const data of news) yield { name: 'citation', data, id: `${offset}` }
    if (text !== '') {
      yield { name: 'text-delta', data: { text, offset }, id: `${offset + text.length}` }
      offset += text.length
    }
    if (progress.end) return yield { ...lastEvent(progress.end), id: `${offset}` }
    await changed
    // A reply comes in pieces of several words: what else came with this one goes out with it.
    await turn()
  }
}

function lastEvent(end: NonNullable<RunProgress['end']>): AnswerEvent {
  if ('fault' in end) throw end.fault
  const { answer } = end
  const { failure } = answer
  return failure ? { name: 'error', data: { ...failure, answer } } : { name: 'answer-end', data: answer }
}

/** The answer of a run in this process, once it is there. @throws BrainError whatever it failed with */
export async function waitForAnswer(run: FollowedRun): Promise<Answer> {
  await run.ended
  const { end } = run.progress
  if (end === undefined || 'fault' in end) throw end?.fault
  const { failure } = end.answer
  if (!failure) return end.answer
  const code = failure.code in errorTable ? (failure.code as ErrorCode) : 'server/internal'
  throw new BrainError(code, failure.message, { run: end.answer.id })
}
