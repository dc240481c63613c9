import type { AgentAtVersion } from '#agents'
import type { FollowedRun, RunProgress } from './followed-run.ts'
import type { GivenAnswer } from './given-answer-store.ts'
import { viewGiven } from './view-answers.ts'

const past = Promise.resolve()

/** A known answer that was given: it had ended before it began. */
export class GivenRun implements FollowedRun {
  readonly request: { readonly id: string; readonly agent: AgentAtVersion }
  readonly changed = past
  readonly ended = past
  readonly isCut = false
  readonly progress: RunProgress

  constructor(given: GivenAnswer) {
    const { text, citations, passages, tools } = given.known
    this.request = { id: given.id, agent: given.asked.agent }
    this.progress = { text, citations, passages, tools, end: { answer: viewGiven(given) } }
  }

  abort(): void {}
}
