import { BrainError, type Citation, type NearPassage } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { type AnswerOutcome, type AnswerStep, emptyOutcome, extractive, type RunRequest } from './answer.ts'
import type { AnswerEnd, AnswerProgress } from './answer-store.ts'
import type { FollowedRun, RunProgress } from './followed-run.ts'
import { toStoredCitations, toStoredPassages } from './stored-places.ts'

/** Why the making of an answer is broken off; the reason of its signal. */
export class RunAborted extends Error {
  readonly reason: 'cancelled' | 'stopping' | 'lost'

  /** @param reason `lost`: the process does not hold the run any more, so nothing that it writes takes effect */
  constructor(reason: 'cancelled' | 'stopping' | 'lost') {
    super(`The run was aborted: ${reason}`)
    this.name = 'RunAborted'
    this.reason = reason
  }
}

/** One answer while it is made in this process. */
export class LiveRun implements FollowedRun {
  readonly request: RunRequest
  readonly ctx: WorkspaceContext
  readonly userId: string
  /** Undefined where the answer is only stored at its end. */
  readonly leaseToken: string | undefined
  readonly ended: Promise<void>
  readonly #controller: AbortController
  readonly #startedAt = performance.now()
  readonly #end = Promise.withResolvers<void>()
  readonly #citations: Citation[] = []
  readonly #tools: { tool: string; subject: string }[] = []
  #text = ''
  #passages: readonly NearPassage[] | undefined
  #documentIds: readonly string[] = []
  #outcome: AnswerOutcome
  #hasOutcome = false
  #checkSoFar: ((text: string) => AnswerOutcome) | undefined
  #fault: unknown
  #result: RunProgress['end']
  #changed = Promise.withResolvers<void>()

  constructor(given: {
    request: RunRequest
    ctx: WorkspaceContext
    userId: string
    leaseToken: string | undefined
    controller: AbortController
  }) {
    this.request = given.request
    this.ctx = given.ctx
    this.userId = given.userId
    this.leaseToken = given.leaseToken
    this.#controller = given.controller
    this.#outcome = emptyOutcome(given.request.question, extractive)
    this.ended = this.#end.promise
  }

  /** Resolves at the next change; take it before looking at `progress`, so that none is missed. */
  get changed(): Promise<void> {
    return this.#changed.promise
  }

  get progress(): RunProgress {
    const [text, citations, passages, tools] = [this.#text, this.#citations, this.#passages, this.#tools]
    return { text, citations, passages, tools, end: this.#result }
  }

  get isCut(): boolean {
    return this.#outcome.isCut === true
  }

  /** What is stored of it while it is made. */
  get toStore(): AnswerProgress {
    return {
      text: this.#text,
      citations: toStoredCitations(this.#citations, this.#outcome.unsupported),
      passages: toStoredPassages(this.#passages ?? []),
      documentIds: this.#documentIds,
    }
  }

  /** How it is stored once its making has ended, well or not. */
  get endToStore(): AnswerEnd {
    const totalMs = performance.now() - this.#startedAt
    const { reason } = this.#controller.signal
    const model = this.#outcome.record.model
    const base = { ...this.toStore, model, outcome: this.#outcome, totalMs, failure: undefined }
    if (this.#hasOutcome) return { ...base, state: 'complete' }
    if (reason instanceof RunAborted) {
      if (reason.reason === 'cancelled') return { ...base, state: 'cancelled' }
      const message = 'The server stopped while this was being answered. Ask again to get the whole answer.'
      return { ...base, state: 'interrupted', failure: { code: 'run/interrupted', message } }
    }
    return { ...base, state: 'failed', failure: describeFault(reason ?? this.#fault) }
  }

  get fault(): unknown {
    return this.#controller.signal.reason ?? this.#fault
  }

  take(step: AnswerStep): void {
    if (step.name === 'passages-found') {
      this.#passages = step.passages
      this.#documentIds = step.documentIds
      this.#outcome = step.outcome
      this.#checkSoFar = step.checkSoFar
    } else if (step.name === 'text-delta') this.#text += step.text
    else if (step.name === 'citation') this.#citations.push(step.citation)
    else if (step.name === 'tool-used') this.#tools.push({ tool: step.tool, subject: step.subject })
    else {
      this.#outcome = step.outcome
      this.#hasOutcome = true
    }
    this.#tellChange()
  }

  /** What was said until then is checked like a whole answer. */
  breakOff(fault: unknown): void {
    this.#fault = fault ?? new Error('An answer broke off for no reason')
    if (!this.#hasOutcome && this.#text !== '') this.#outcome = this.#checkSoFar?.(this.#text) ?? this.#outcome
  }

  abort(reason: unknown): void {
    this.#controller.abort(reason)
  }

  /** Once its end is stored, or cannot be. */
  finish(end: NonNullable<RunProgress['end']>): void {
    this.#result = end
    this.#tellChange()
    this.#end.resolve()
  }

  #tellChange(): void {
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }
}

// What is not a BrainError may quote a document or a prompt; people get a sentence, and the log has the rest.
function describeFault(fault: unknown): { code: string; message: string } {
  if (fault instanceof BrainError) return { code: fault.code, message: fault.message }
  return { code: 'server/internal', message: 'Something went wrong on our side.' }
}
