import { BrainError } from '@brain-ai/contract'
import type { AgentAtVersion } from '#agents'
import { findChatModel, type ModelSetting } from '#models'
import type { WorkspaceContext } from '#platform/context'
import type { ChatModel } from '#platform/llm'
import { answerExtractively } from './answer-extractively.ts'
import type { KnownAnswers } from './known/known-answers.ts'
import type { AskedReader } from './known/read-asked.ts'
import { answerWithModel } from './model-answers/answer-with-model.ts'
import { extractive } from './runs/answer.ts'
import type { Answerer, RunRegistry } from './runs/run-registry.ts'

/** What answering needs that is not of this feature. */
export interface Answering {
  readonly registry: RunRegistry
  /** Reads together what many ask for at the same time. */
  readonly asked: AskedReader
  readonly known: KnownAnswers
  /** Counts a question before it is answered. @throws BrainError limit/reached */
  readonly countQuestion: (ctx: WorkspaceContext) => Promise<void>
}

/** Where an answer may come from: what the agent and whoever asks both name; undefined for everything that may be read. */
export function collectionsFor(
  { settings }: AgentAtVersion,
  asked: readonly string[] | undefined,
): readonly string[] | undefined {
  const own = settings.collections
  if (asked === undefined) return own.length === 0 ? undefined : own
  return own.length === 0 ? asked : asked.filter((id) => own.includes(id))
}

/** The model that an agent answers with; undefined for the built-in answerer. @throws BrainError model/not-configured */
export async function findModelOf(
  ctx: WorkspaceContext,
  { id: agentId, settings: { model } }: AgentAtVersion,
  about: { purpose: string; conversationId: string | null; setting?: ModelSetting | undefined },
): Promise<ChatModel | undefined> {
  if (model === extractive) return undefined
  const { purpose, conversationId, setting } = about
  const reference = model === 'default' ? undefined : model
  const found = await findChatModel(ctx, reference, { purpose, agentId, conversationId: conversationId ?? undefined }, setting)
  if (found || model === 'default') return found
  throw new BrainError(
    'model/not-configured',
    `This workspace has no model ${model} any more. Choose another one for the agent.`,
    { model },
  )
}

/** Answers as the agent says: with its model, or by quoting where there is none. */
export const answerRun: Answerer = async function* (ctx, run) {
  const { agent, conversationId, followsId, history = [], purpose = 'answer' } = run
  const model = run.model === undefined ? await findModelOf(ctx, agent, { purpose, conversationId }) : run.model
  if (!model) return yield* answerExtractively(ctx, run)
  const isFirst = followsId === null && history.length === 0
  const rewrite = isFirst ? undefined : await findModelOf(ctx, agent, { purpose: 'rewrite', conversationId })
  yield* answerWithModel(ctx, run, { answer: model, rewrite })
}
