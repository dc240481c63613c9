import type { Citation, NearPassage } from '@brain-ai/contract'
import { jsonText } from '#platform/database'
import type { AnswerOutcome, AnswerStep } from '../runs/answer.ts'

/** A whole answer as it is kept, to be given again. */
export interface KnownAnswer {
  /** Of what it says, wherever it is given. */
  readonly id: string
  readonly passages: readonly NearPassage[]
  readonly documentIds: readonly string[]
  readonly tools: readonly { readonly tool: string; readonly subject: string }[]
  readonly citations: readonly Citation[]
  readonly text: string
  readonly outcome: AnswerOutcome
}

/** What the steps come to; undefined for an answer that is not whole, or would be better in a moment. */
export function toKnownAnswer(id: string, steps: readonly AnswerStep[]): KnownAnswer | undefined {
  const found = steps.findLast((step) => step.name === 'passages-found')
  const end = steps.findLast((step) => step.name === 'answered')
  if (!found || !end || end.outcome.isCut || end.outcome.isDegraded) return undefined
  const answer: KnownAnswer = {
    id,
    passages: found.passages,
    documentIds: found.documentIds,
    tools: steps.flatMap((step) => (step.name === 'tool-used' ? [{ tool: step.tool, subject: step.subject }] : [])),
    citations: steps.flatMap((step) => (step.name === 'citation' ? [step.citation] : [])),
    text: steps.map((step) => (step.name === 'text-delta' ? step.text : '')).join(''),
    outcome: end.outcome,
  }
  // As the database keeps it, so that whoever is given it reads what is stored of it.
  return JSON.parse(jsonText(answer)) as KnownAnswer
}

/** The steps of an answer that is given again: it asks no model, and takes no time to find or to write. */
export function stepsOf({ passages, documentIds, tools, citations, text, outcome: made }: KnownAnswer): AnswerStep[] {
  const outcome: AnswerOutcome = {
    ...made,
    isFromCache: true,
    usage: { inputTokens: 0, outputTokens: 0 },
    timings: { retrievalMs: 0, composeMs: 0 },
  }
  return [
    { name: 'passages-found', passages, documentIds, outcome },
    ...tools.map((tool) => ({ name: 'tool-used', ...tool }) as const),
    ...citations.map((citation) => ({ name: 'citation', citation }) as const),
    { name: 'text-delta', text },
    { name: 'answered', outcome },
  ]
}
