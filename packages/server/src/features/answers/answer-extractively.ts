import type { Citation } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { type Retrieval, retrievePassages } from '#retrieval'
import { composeAnswer } from './compose-answer.ts'
import { passagesCompared, passagesRead } from './compose-extractive.ts'
import { suggestFromHeadings } from './follow-ups/suggest-from-headings.ts'
import { recordedPassages } from './records/recorded-passages.ts'
import { type AnswerOutcome, type AnswerStep, extractive, type RunRequest } from './runs/answer.ts'

/** Answers by quoting: asks no model, makes nothing up. */
export async function* answerExtractively(
  ctx: WorkspaceContext,
  { question, collections, replay }: Pick<RunRequest, 'question' | 'collections' | 'replay'>,
): AsyncGenerator<AnswerStep> {
  const startedAt = performance.now()
  const found = await retrievePassages(ctx, {
    ...{ question, collections, limit: passagesRead },
    ...{ candidates: passagesCompared, rankedAgain: passagesCompared },
  })
  const retrieval = replay?.usesRecordedPassages ? { ...found, passages: await recordedPassages(ctx, replay.record) } : found
  yield* quote(question, retrieval, startedAt)
}

/** The answer from what was retrieved for a question. */
async function* quote(question: string, retrieval: Retrieval, startedAt: number): AsyncGenerator<AnswerStep> {
  const retrievedAt = performance.now()
  const { parts, passages, isAnswered, language } = composeAnswer(question, retrieval)
  const citations = parts.flatMap(({ citation }) => (citation ? [citation] : []))
  const timings = { retrievalMs: retrievedAt - startedAt, composeMs: performance.now() - retrievedAt }
  const outcome: AnswerOutcome = {
    isAnswered,
    isDegraded: retrieval.isDegraded,
    language,
    sentences: isAnswered ? sentencesOf(parts) : [],
    unsupported: [],
    followUps: isAnswered ? suggestFromHeadings(question, retrieval.passages, citations, language) : [],
    usage: { inputTokens: 0, outputTokens: 0 },
    timings,
    corpusVersion: retrieval.corpusVersion,
    record: {
      searchedFor: question,
      model: extractive,
      passages: retrieval.passages.map(({ passageId, documentId, score, bm25 }) => ({
        ...{ passageId, documentId, score, bm25 },
        promptNumber: null,
        citedAs: citations.find((citation) => citation.passageId === passageId)?.number ?? null,
      })),
      prompt: null,
      tools: [],
      removedCitations: [],
      removedContent: [],
      support: citations.map(() => 1),
    },
  }
  const documentIds = [...new Set(citations.map(({ documentId }) => documentId))]
  yield { name: 'passages-found', passages, documentIds, outcome }
  for (const { text, citation } of parts) {
    if (citation) yield { name: 'citation', citation }
    yield { name: 'text-delta', text }
  }
  yield { name: 'answered', outcome }
}

function sentencesOf(parts: readonly { text: string; citation: Citation | undefined }[]) {
  let offset = 0
  return parts.map(({ text, citation }) => {
    const start = offset + text.length - text.trimStart().length
    offset += text.length
    return { start, end: offset, citations: citation ? [citation.number] : [], isSupported: true }
  })
}
