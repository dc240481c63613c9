import type { ReadingState } from '#documents'
import type { ModelSetting } from '#models'
import { type CacheSpace, cacheKey } from '#platform/cache'
import type { WorkspaceContext } from '#platform/context'
import { extractive, type RunRequest } from '../runs/answer.ts'

/** What an answer depends on besides the request: read anew for each, in the moment it is asked. */
export interface AnswerState extends ReadingState {
  readonly models: ModelSetting
}

/** What of a request decides its answer. */
export type AskedRun = Pick<RunRequest, 'question' | 'agent' | 'collections'>

/** Where an answer is kept. Two requests with the same place have the same answer. */
export interface AnswerPlace {
  readonly space: CacheSpace
  readonly key: string
}

export function placeOf(workspaceId: string, { question, agent, collections }: AskedRun, state: AnswerState): AnswerPlace {
  const { model } = agent.settings
  const { chatModels, fingerprint } = state.models
  const asked = model === extractive ? [extractive] : [model === 'default' ? chatModels : model, fingerprint]
  const from = collections === undefined ? null : [...new Set(collections)].sort()
  return {
    space: { workspaceId, kind: 'answer', version: state.corpusVersion },
    key: cacheKey([state.access, agent.id, agent.version, asked, from, normalizeQuestion(question)]),
  }
}

// Capitals stay: whoever quotes tells names from words by them.
export const normalizeQuestion = (question: string): string => question.normalize('NFC').trim().replace(/\s+/g, ' ')

/**
 * Whether the answer depends on nothing but what its place says: the question stands alone, and it is a member who asks, not the
 * product that measures itself.
 */
export function standsAlone(
  { actor }: Pick<WorkspaceContext, 'actor'>,
  { followsId, history = [], replay, agent }: Pick<RunRequest, 'followsId' | 'history' | 'replay' | 'agent'>,
): boolean {
  return actor.kind === 'member' && followsId === null && history.length === 0 && !replay && agent.settings.usesCache
}
