import { type AnswerReplay, BrainError } from '@brain-ai/contract'
import { getAgentAtVersion } from '#agents'
import type { WorkspaceContext } from '#platform/context'
import { type Answering, answerRun, collectionsFor } from '../answering.ts'
import { memberId } from '../conversations/conversation.ts'
import type { RunRequest } from '../runs/answer.ts'
import { findAnswer } from '../runs/answer-store.ts'
import { waitForAnswer } from '../runs/follow-run.ts'
import { getAnswer, runNotFound } from '../runs/view-answers.ts'
import { findRecord, listPassagesById } from './record-store.ts'

/**
 * Makes one's own answer again, with the agent as it was, from the passages of its record or from what is found now. The answer that
 * comes out has a record of its own.
 * @throws BrainError run/not-found · run/still-running · limit/reached · whatever the new answer failed with
 */
export async function replayRun(
  ctx: WorkspaceContext,
  answering: Answering,
  id: string,
  { passages }: { passages: 'recorded' | 'current' },
): Promise<AnswerReplay> {
  const found = await ctx.transact(async (db) => {
    const row = await findAnswer(db, id)
    if (!row || row.userId !== memberId(ctx)) throw runNotFound()
    if (row.state === 'running') throw new BrainError('run/still-running', 'Wait until the answer is there.')
    const stored = await findRecord(db, id, row.userId)
    if (!stored) throw runNotFound()
    const agent = await getAgentAtVersion(db, row.agentId, row.agentVersion)
    const ids = stored.record.passages.map(({ passageId }) => passageId)
    return { row, stored, agent, there: (await listPassagesById(db, ids)).length, recorded: ids.length }
  })
  await answering.countQuestion(ctx)
  const { row, stored, agent } = found
  const request: RunRequest = {
    id: ctx.app.newId(),
    question: row.question,
    agent,
    collections: collectionsFor(agent, undefined),
    conversationId: null,
    questionId: null,
    followsId: row.parentId,
    idempotencyKey: undefined,
    replay: { of: id, record: stored.record, usesRecordedPassages: passages === 'recorded' },
  }
  const token = await ctx.transact((db) => answering.registry.reserve(db, memberId(ctx), request, stored.record.model))
  const replay = await waitForAnswer(answering.registry.begin(ctx, request, answerRun, token))
  const again = await ctx.transact((db) => findRecord(db, request.id, memberId(ctx)))
  const original = await getAnswer(ctx, id)
  return {
    original,
    replay,
    isSameText: original.answer === replay.answer,
    isSameCorpus: stored.corpusVersion === again?.corpusVersion,
    missingPassages: found.recorded - found.there,
  }
}
