import { contract } from '@brain-ai/contract'
import type { AgentAtVersion } from '#agents'
import { WrittenReplies, type WrittenReply } from '#platform/http'
import type { FollowedRun, RunProgress } from './followed-run.ts'
import type { GivenAnswer } from './given-answer-store.ts'
import { viewGiven } from './view-answers.ts'

const past = Promise.resolve()
/** The agent, as it was at its version, is one of the things that a known answer is found by. */
const replies = new WrittenReplies(contract.answers.askQuestion, ['id', 'question', 'timings', 'createdAt'])

/** A known answer that was given: it had ended before it began. */
export class GivenRun implements FollowedRun {
  readonly request: { readonly id: string; readonly agent: AgentAtVersion }
  readonly changed = past
  readonly ended = past
  readonly isCut = false
  readonly #given: GivenAnswer

  constructor(given: GivenAnswer) {
    this.request = { id: given.id, agent: given.asked.agent }
    this.#given = given
  }

  get progress(): RunProgress {
    const { text, citations, passages, tools } = this.#given.known
    return { text, citations, passages, tools, end: { answer: viewGiven(this.#given) } }
  }

  /** The answer. */
  write(): WrittenReply {
    const { id, asked, known, totalMs, createdAt } = this.#given
    const timings = { retrievalMs: 0, composeMs: 0, totalMs }
    const own = { id, question: asked.question, timings, createdAt: createdAt.toISOString() }
    return replies.write(known, own, () => viewGiven(this.#given))
  }

  abort(): void {}
}
