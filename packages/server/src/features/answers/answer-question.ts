import { type Answer, BrainError } from '@brain-ai/contract'
import { type Agent, agentNotFound, chooseAgent } from '#agents'
import type { WorkspaceContext } from '#platform/context'
import type { WrittenReply } from '#platform/http'
import { type Answering, collectionsFor, findModelOf } from './answering.ts'
import { memberId } from './conversations/conversation.ts'
import { sendMessage } from './conversations/send-message.ts'
import { type AnswerState, standsAlone } from './known/answer-key.ts'
import type { AskedRead } from './known/read-asked.ts'
import { retrieveForModel } from './model-answers/answer-with-model.ts'
import { extractive, type RunRequest, type Turn } from './runs/answer.ts'
import { findByIdempotencyKey } from './runs/answer-store.ts'
import { followHere, followRun, type RunEvent, waitForAnswer } from './runs/follow-run.ts'
import type { FollowedRun } from './runs/followed-run.ts'
import { GivenRun } from './runs/given-run.ts'
import { RunAborted } from './runs/live-run.ts'

export interface Question {
  readonly question: string
  readonly collections?: readonly string[] | undefined
  readonly agent?: string | undefined
  /** Its id: asks in it, after its newest answer. */
  readonly conversation?: string | undefined
  /** What was said before, where whoever asks keeps the conversation themselves. */
  readonly history?: readonly Turn[] | undefined
}

/**
 * Answers one question. What is made goes on when whoever asked leaves.
 * @throws BrainError agent/not-found · conversation/not-found · limit/reached · whatever the answer failed with
 */
export async function getAnswerTo(
  ctx: WorkspaceContext,
  answering: Answering,
  question: Question,
): Promise<Answer | WrittenReply> {
  const { live } = await ask(ctx, answering, question, undefined)
  return live instanceof GivenRun ? live.write() : waitForAnswer(live!)
}

/** The same, event by event; `run-started` is left out. Who repeats the request with its key follows the same run. */
export async function* streamAnswerTo(
  ctx: WorkspaceContext,
  answering: Answering,
  question: Question,
  idempotencyKey: string | undefined,
): AsyncGenerator<RunEvent> {
  const { run, live } = await ask(ctx, answering, question, idempotencyKey)
  const events = live ? followHere(live) : followRun(ctx, answering.registry, run, 0)
  for await (const event of events) if (event.name !== 'run-started') yield event
}

/** What programs read of an answer; `text-cut` comes before the end where the model had more to say than it may. */
export type ReadEvent = RunEvent | { readonly name: 'text-cut' }

/** The same for programs that keep nothing: the run, and the call of its model, stops when they leave. */
export async function* answerWhileRead(
  ctx: WorkspaceContext,
  answering: Answering,
  question: Question,
): AsyncGenerator<ReadEvent> {
  const { live } = await ask(ctx, answering, question, undefined)
  const stop = () => live!.abort(new RunAborted('cancelled'))
  ctx.signal.addEventListener('abort', stop, { once: true })
  if (ctx.signal.aborted) stop()
  const { id: run, agent } = live!.request
  const { id, version, settings } = agent
  try {
    yield {
      name: 'run-started',
      data: { run, conversation: null, question: null, agent: { id, name: settings.name, version } },
      id: '0',
    }
    for await (const event of followHere(live!)) {
      if (event.name === 'answer-end' && live!.isCut) yield { name: 'text-cut' }
      yield event
    }
  } finally {
    ctx.signal.removeEventListener('abort', stop)
    if (!live!.progress.end) stop()
  }
}

/** `live`: where it is made, or was given, by this process. */
interface Begun {
  readonly run: string
  readonly live: FollowedRun | undefined
}

async function ask(
  ctx: WorkspaceContext,
  answering: Answering,
  question: Question,
  idempotencyKey: string | undefined,
): Promise<Begun> {
  const { conversation, ...message } = question
  if (conversation !== undefined) return sendMessage(ctx, answering, conversation, message, idempotencyKey)

  const begun = idempotencyKey === undefined ? undefined : await findBegun(ctx, question.question, idempotencyKey)
  if (begun !== undefined) return { run: begun, live: undefined }
  await answering.countQuestion(ctx)
  const { known, registry } = answering
  const mayBeKnown = idempotencyKey === undefined
  const recalled = mayBeKnown ? answering.asked.recall(ctx, question.agent) : undefined
  const givenAtOnce = recalled && (await giveKnown(ctx, answering, question, recalled))
  if (givenAtOnce) return givenAtOnce
  const read = await readAnswerer(ctx, answering, question.agent)
  const given = mayBeKnown ? await giveKnown(ctx, answering, question, read) : undefined
  if (given) return given
  const { agent, state } = read
  if (!agent) throw agentNotFound()
  const asked = { question: question.question, agent, collections: collectionsFor(agent, question.collections) }
  const isFirst = (question.history ?? []).length === 0
  const retrieval = mayAskModel(agent, state) && isFirst ? retrieveForModel(ctx, asked).catch(() => undefined) : undefined
  const model = await findModelOf(ctx, agent, { purpose: 'answer', conversationId: null, setting: state?.models })
  const request: RunRequest = {
    ...alone,
    ...asked,
    id: ctx.app.newId(),
    history: question.history,
    idempotencyKey,
    retrieval,
    model: model ?? null,
  }
  // Quoting takes milliseconds, so that it is stored once it is there; what a model says is stored as it comes.
  const isStored = model !== undefined || idempotencyKey !== undefined
  const token = isStored
    ? await ctx.transactOnce((db) => registry.reserve(db, memberId(ctx), request, agent.settings.model))
    : undefined
  if (isStored && token === undefined)
    throw new BrainError('idempotency/in-progress', 'The first request with this idempotency key is still being worked on.')
  return { run: request.id, live: registry.begin(ctx, request, known.answerFrom(state), token) }
}

/** Gives what is known to whoever is answered by it; undefined where nothing is, or what it was found by is not so any more. */
async function giveKnown(
  ctx: WorkspaceContext,
  { known, registry }: Answering,
  { question, collections, history }: Question,
  { agent, state, basis }: Partial<AskedRead>,
): Promise<Begun | undefined> {
  if (!agent || !state || !basis || !standsAlone(ctx, { ...alone, agent, history })) return undefined
  const asked = { question, agent, collections: collectionsFor(agent, collections) }
  const startedAt = performance.now()
  const answer = await known.find(ctx, asked, state)
  if (!answer) return undefined
  const live = await registry.give(ctx, { asked, known: answer, basis, totalMs: performance.now() - startedAt })
  return live && { run: live.request.id, live }
}

/** The agent; with what its answers depend on, where they may be known. */
async function readAnswerer(
  ctx: WorkspaceContext,
  { asked, known }: Answering,
  reference: string | undefined,
): Promise<Partial<AskedRead>> {
  return known.isOn ? asked.read(ctx, reference) : { agent: await ctx.transact((db) => chooseAgent(ctx, db, reference)) }
}

/** Then passages are looked for while the model is found and the run is written: neither waits for the other. */
const mayAskModel = ({ settings }: Agent, state: AnswerState | undefined): boolean =>
  settings.model === 'default' ? state !== undefined && state.models.chatModels.length > 0 : settings.model !== extractive

const alone = { conversationId: null, questionId: null, followsId: null, replay: undefined } as const

async function findBegun(ctx: WorkspaceContext, question: string, key: string): Promise<string | undefined> {
  const row = await ctx.transact((db) => findByIdempotencyKey(db, memberId(ctx), key))
  if (row && (row.question !== question || row.conversationId !== null))
    throw new BrainError('idempotency/mismatch', 'This idempotency key was used with another request before.')
  return row?.id
}
