import type { ModelUsage } from '@brain-ai/contract'
import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'
import type { ModelCall } from '#platform/llm'
import type { CallPurpose } from './call-purpose.ts'

export interface RecordedCall {
  readonly id: string
  readonly call: ModelCall
  readonly about: CallPurpose
  readonly userId: string | undefined
}

/** Adds the row of a call. @returns false where it is there already */
export async function insertCall(db: WorkspaceDb, { id, call, about, userId }: RecordedCall): Promise<boolean> {
  const { usage } = call
  const slash = call.model.indexOf('/')
  const { numInsertedOrUpdatedRows } = await db.query
    .insertInto('ai_usage')
    .values({
      workspace_id: db.workspaceId,
      id,
      started_at: call.startedAt,
      kind: call.kind,
      purpose: about.purpose,
      provider: call.model.slice(0, slash),
      model: call.model.slice(slash + 1),
      outcome: call.outcome,
      fault: call.fault ?? null,
      user_id: userId ?? null,
      agent_id: about.agentId ?? null,
      conversation_id: about.conversationId ?? null,
      input_tokens: usage.inputTokens,
      cached_input_tokens: usage.cachedInputTokens,
      cache_write_tokens: usage.cacheWriteTokens,
      output_tokens: usage.outputTokens,
      reasoning_tokens: usage.reasoningTokens,
      is_estimated: call.isEstimated,
      requests: call.requests,
      duration_ms: Math.round(call.durationMs),
      first_token_ms: call.firstTokenMs === undefined ? null : Math.round(call.firstTokenMs),
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'id']).doNothing())
    .executeTakeFirstOrThrow()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** What the calls since an instant used, by model, the most used first. */
export async function sumCalls(db: WorkspaceDb, since: Date): Promise<ModelUsage[]> {
  const { rows } = await sql<ModelUsage>`
    select provider, model, kind, count(*) as calls,
      count(*) filter (where outcome = 'failed') as failed,
      count(*) filter (where outcome = 'cancelled') as cancelled,
      sum(input_tokens)::bigint as "inputTokens",
      sum(cached_input_tokens)::bigint as "cachedInputTokens",
      sum(cache_write_tokens)::bigint as "cacheWriteTokens",
      sum(output_tokens)::bigint as "outputTokens",
      sum(reasoning_tokens)::bigint as "reasoningTokens",
      count(*) filter (where is_estimated) as "estimatedCalls",
      sum(cost_nanos)::bigint as "costNanos"
    from ai_usage where workspace_id = ${db.workspaceId} and started_at >= ${since}
    group by provider, model, kind
    order by sum(input_tokens + output_tokens) desc, provider, model`.execute(db.query)
  return rows
}
