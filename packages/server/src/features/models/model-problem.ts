import { BrainError } from '@brain-ai/contract'

export interface ModelProblem {
  /** The kind of fault in a word. */
  readonly fault: string
  readonly sentence: string
}

/** What a provider did wrong, as a finding to show. @throws whatever else it is */
export function problemOf(error: unknown): ModelProblem {
  if (!(error instanceof BrainError) || !error.code.startsWith('model/')) throw error
  const { fault } = error.details
  return { fault: typeof fault === 'string' ? fault : error.code, sentence: error.message }
}
