import type { Answer, Citation, NearPassage } from '@brain-ai/contract'
import type { AgentAtVersion } from '#agents'

/** What somebody who follows a run can see of it so far. */
export interface RunProgress {
  readonly text: string
  readonly citations: readonly Citation[]
  readonly passages: readonly NearPassage[] | undefined
  readonly tools: readonly { readonly tool: string; readonly subject: string }[]
  /** How it ended, once it has. */
  readonly end: { readonly answer: Answer } | { readonly fault: unknown } | undefined
}

/** An answer of this process that somebody follows. */
export interface FollowedRun {
  readonly request: { readonly id: string; readonly agent: AgentAtVersion }
  readonly progress: RunProgress
  /** Resolves at the next change; take it before looking at `progress`, so that none is missed. */
  readonly changed: Promise<void>
  readonly ended: Promise<void>
  /** The model had more to say than it may. */
  readonly isCut: boolean
  abort(reason: unknown): void
}
