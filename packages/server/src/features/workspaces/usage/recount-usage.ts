import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'

export interface UsageDifference {
  readonly metric: 'agents' | 'documents' | 'storage' | 'users'
  /** As limits see it. */
  readonly counted: number
  readonly there: number
}

/**
 * Compares what is counted of the stocks of a workspace with what is there: members, agents but for the general one, living documents,
 * and the bytes of all versions of these. Empty when they agree, as they must after whatever was committed. Reads as the product, which sees every document.
 */
export async function recountUsage(db: WorkspaceDb): Promise<UsageDifference[]> {
  if (db.reader !== 'product') throw new Error('Only the product itself sees every document there is to count.')
  const { rows } = await sql<UsageDifference>`
    with found (metric, amount) as (
      select 'users', count(*) from workspace_members where workspace_id = ${db.workspaceId}
      union all
      select 'agents', count(*) from agents where workspace_id = ${db.workspaceId} and deleted_at is null and not is_general
      union all
      select 'documents', count(*) from brain_documents where workspace_id = ${db.workspaceId} and deleted_at is null
      union all
      select 'storage', coalesce(sum(v.bytes), 0)::bigint
      from document_versions v join brain_documents d on d.workspace_id = v.workspace_id and d.id = v.document_id
      where v.workspace_id = ${db.workspaceId} and d.deleted_at is null
    )
    select f.metric, coalesce(u.value, 0) as counted, f.amount as there
    from found f left join workspace_usage u on u.workspace_id = ${db.workspaceId} and u.metric = f.metric and u.period = ''
    where coalesce(u.value, 0) <> f.amount
    order by f.metric`.execute(db.query)
  return rows
}
