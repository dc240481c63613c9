import type { DocumentFormat } from '@brain-ai/contract'
import { sql } from 'kysely'
import { isReadable } from '#documents'
import type { WorkspaceDb } from '#platform/database'
import { AnswerRecord } from './answer-record.ts'

export interface StoredRecord {
  readonly corpusVersion: number
  readonly replayOf: string | null
  readonly record: AnswerRecord
}

/** Of one's own answer; undefined for that of somebody else, and for one that was never finished. */
export async function findRecord(db: WorkspaceDb, messageId: string, userId: string): Promise<StoredRecord | undefined> {
  const { rows } = await sql<{ corpusVersion: string; replayOf: string | null; record: unknown }>`
    select corpus_version as "corpusVersion", replay_of as "replayOf", record from answer_records
    where workspace_id = ${db.workspaceId} and message_id = ${messageId} and user_id = ${userId}
    union all
    select k.corpus_version, null, k.record
    from agent_messages m join known_answers k on k.workspace_id = m.workspace_id and k.id = m.known_answer_id
    where m.workspace_id = ${db.workspaceId} and m.id = ${messageId} and m.user_id = ${userId}`.execute(db.query)
  const [row] = rows
  return row && { ...row, corpusVersion: Number(row.corpusVersion), record: AnswerRecord.parse(row.record) }
}

export interface RecordedPassage {
  readonly passageId: string
  readonly ordinal: number
  readonly position: number
  readonly documentId: string
  readonly documentTitle: string
  readonly format: DocumentFormat | null
  readonly headingPath: string[]
  readonly page: number | null
  readonly start: number
  readonly end: number
  readonly language: string
  readonly text: string
}

/** Of these passages, those that are there and may be read now. */
export async function listPassagesById(db: WorkspaceDb, ids: readonly string[]): Promise<RecordedPassage[]> {
  if (ids.length === 0) return []
  return db.query
    .selectFrom('passages as p')
    .innerJoin('brain_documents as d', (join) =>
      join
        .onRef('d.workspace_id', '=', 'p.workspace_id')
        .onRef('d.id', '=', 'p.document_id')
        .onRef('d.indexed_version', '=', 'p.version'),
    )
    .where('p.workspace_id', '=', db.workspaceId)
    .where(sql<boolean>`p.id = any(${ids}::uuid[])`)
    .where('d.deleted_at', 'is', null)
    .where(isReadable(db))
    .select([
      'p.id as passageId',
      'p.ordinal',
      'p.position',
      'p.document_id as documentId',
      'd.title as documentTitle',
      'd.format',
      'p.heading_path as headingPath',
      'p.page',
      'p.start_offset as start',
      'p.end_offset as end',
      'p.language',
      'p.text',
    ])
    .execute()
}
