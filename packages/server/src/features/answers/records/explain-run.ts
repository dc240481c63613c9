import { type AnswerExplanation, BrainError } from '@brain-ai/contract'
import { findCorpusVersion } from '#documents'
import { actorMay, type WorkspaceContext } from '#platform/context'
import { supportThreshold } from '../citations/support-threshold.ts'
import { memberId } from '../conversations/conversation.ts'
import { findAnswer } from '../runs/answer-store.ts'
import { runNotFound } from '../runs/view-answers.ts'
import { findRecord, listPassagesById } from './record-store.ts'

/**
 * Why one's own answer is what it is. Of passages that are gone, or not for the reader any more, only that they were considered.
 * @throws BrainError run/not-found · run/still-running
 */
export async function explainRun(ctx: WorkspaceContext, id: string): Promise<AnswerExplanation> {
  return ctx.transact(async (db) => {
    const row = await findAnswer(db, id)
    if (!row || row.userId !== memberId(ctx)) throw runNotFound()
    const stored = await findRecord(db, id, row.userId)
    if (!stored && row.state === 'running') throw new BrainError('run/still-running', 'Wait until the answer is there.')
    if (!stored) throw runNotFound()
    const { record } = stored
    const known = new Map(
      (
        await listPassagesById(
          db,
          record.passages.map(({ passageId }) => passageId),
        )
      ).map((passage) => [passage.passageId, passage]),
    )
    const { retrievalMs = 0, composeMs = 0, totalMs = 0 } = row.timings
    return {
      run: id,
      question: row.question,
      searchedFor: record.searchedFor,
      agent: { id: row.agentId, name: row.agentName, version: row.agentVersion },
      model: record.model,
      corpusVersion: stored.corpusVersion,
      currentCorpusVersion: await findCorpusVersion(db),
      passages: record.passages.map((passage, i) => {
        const now = known.get(passage.passageId)
        return {
          ...passage,
          rank: i + 1,
          isAvailable: now !== undefined,
          title: now?.documentTitle ?? '',
          headingPath: now?.headingPath ?? [],
          text: now?.text ?? '',
        }
      }),
      prompt: record.prompt && { ...record.prompt, system: actorMay(ctx.actor, 'agents.write') ? record.prompt.system : null },
      tools: record.tools,
      removedCitations: record.removedCitations,
      removedContent: record.removedContent,
      sentences: row.sentences.map((sentence, i) => ({ ...sentence, support: record.support[i] ?? null })),
      supportThreshold,
      timings: { ...row.timings, retrievalMs, composeMs, totalMs },
      replayOf: stored.replayOf,
    }
  })
}
