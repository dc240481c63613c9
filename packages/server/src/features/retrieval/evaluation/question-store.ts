import type { ExpectedView } from '@brain-ai/contract'
import { sql } from 'kysely'
import { isReadable } from '#documents'
import type { WorkspaceDb } from '#platform/database'

export interface QuestionRow {
  readonly id: string
  readonly question: string
  readonly language: string
  readonly notes: string
  readonly createdAt: Date
}

/** What a question expects, as it can be found at the moment. */
export interface ExpectationRow extends ExpectedView {
  readonly questionId: string
  readonly source: string | null
  /** Of the version that answers questions, those that hold the quote; null without one. */
  readonly passageIds: readonly string[] | null
}

/** Rows follow the documents: of others' questions those are seen of which one may read what they expect. */
function selectQuestions(db: WorkspaceDb, setId: string) {
  return db.query
    .selectFrom('evaluation_questions as q')
    .where('q.workspace_id', '=', db.workspaceId)
    .where('q.set_id', '=', setId)
    .select(['q.id', 'q.question', 'q.language', 'q.notes', 'q.created_at as createdAt'])
}

export async function listQuestionRows(
  db: WorkspaceDb,
  setId: string,
  page: { q?: string | undefined; offset: number; limit: number },
): Promise<{ rows: QuestionRow[]; total: number }> {
  const pattern = `%${(page.q ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const query = selectQuestions(db, setId).where('q.question', 'ilike', pattern)
  const counted = await query.clearSelect().select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow()
  return { rows: await query.orderBy('q.id').offset(page.offset).limit(page.limit).execute(), total: counted.total }
}

export const listAllQuestionRows = (db: WorkspaceDb, setId: string): Promise<QuestionRow[]> =>
  selectQuestions(db, setId).orderBy('q.id').execute()

/** Those that the reader sees: the size of a set must not tell of others. */
export async function countQuestions(db: WorkspaceDb, setId: string): Promise<number> {
  const counted = await selectQuestions(db, setId)
    .clearSelect()
    .select(sql<number>`count(*)::int`.as('total'))
    .executeTakeFirstOrThrow()
  return counted.total
}

/** Locked until the end of the transaction. */
export async function lockQuestion(db: WorkspaceDb, setId: string, id: string): Promise<QuestionRow | undefined> {
  return selectQuestions(db, setId).where('q.id', '=', id).forUpdate('q').executeTakeFirst()
}

export interface NewQuestionRow {
  readonly id: string
  readonly question: string
  readonly language: string
  readonly notes: string
}

export async function insertQuestions(
  db: WorkspaceDb,
  setId: string,
  createdBy: string,
  rows: readonly NewQuestionRow[],
): Promise<void> {
  await sql`
    insert into evaluation_questions (workspace_id, id, set_id, question, language, notes, created_by)
    select ${db.workspaceId}, r.id, ${setId}, r.question, r.language, r.notes, ${createdBy}
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ question }) => question)}::text[],
      ${rows.map(({ language }) => language)}::text[], ${rows.map(({ notes }) => notes)}::text[]
    ) as r (id, question, language, notes)`.execute(db.query)
}

export async function updateQuestionRow(
  db: WorkspaceDb,
  id: string,
  change: { question?: string; language?: string; notes?: string },
): Promise<void> {
  await db.query
    .updateTable('evaluation_questions')
    .set(change)
    .where('workspace_id', '=', db.workspaceId)
    .where('id', '=', id)
    .execute()
}

export async function deleteQuestionRow(db: WorkspaceDb, id: string): Promise<void> {
  await db.query.deleteFrom('evaluation_questions').where('workspace_id', '=', db.workspaceId).where('id', '=', id).execute()
}

export interface NewExpectationRow {
  readonly id: string
  readonly questionId: string
  readonly documentId: string
  readonly quote: string
  readonly relevance: number
}

export async function insertExpectations(db: WorkspaceDb, rows: readonly NewExpectationRow[]): Promise<void> {
  await sql`
    insert into evaluation_expectations (workspace_id, id, question_id, document_id, quote, relevance)
    select ${db.workspaceId}, r.* from unnest(${rows.map(({ id }) => id)}::uuid[],
      ${rows.map(({ questionId }) => questionId)}::uuid[], ${rows.map(({ documentId }) => documentId)}::uuid[],
      ${rows.map(({ quote }) => quote)}::text[], ${rows.map(({ relevance }) => relevance)}::smallint[]) as r`.execute(db.query)
}

/** Those that the reader sees, but for some; what is hidden from them stays expected. */
export async function deleteExpectations(db: WorkspaceDb, questionId: string, kept: readonly string[]): Promise<void> {
  await db.query
    .deleteFrom('evaluation_expectations')
    .where('workspace_id', '=', db.workspaceId)
    .where('question_id', '=', questionId)
    .where(sql<boolean>`id <> all(${kept}::uuid[])`)
    .execute()
}

/** White space as single spaces, as quotes are kept and compared. */
const plainText = sql`regexp_replace(p.text, '\\s+', ' ', 'g')`

/** What some questions expect, of the documents that the reader may read, in the order in which it was added. */
export async function listExpectations(db: WorkspaceDb, questionIds: readonly string[]): Promise<ExpectationRow[]> {
  if (questionIds.length === 0) return []
  const { rows } = await sql<ExpectationRow>`
    select e.question_id as "questionId", e.document_id as "documentId", d.title, d.source, e.quote, e.relevance, found."passageIds",
      case
        when d.deleted_at is not null or d.indexed_version is null then 'not-ready'
        when e.quote <> '' and found."passageIds" = '{}' then 'quote-missing'
        else 'ready'
      end as state
    from evaluation_expectations e
    cross join lateral (
      select * from brain_documents where workspace_id = e.workspace_id and id = e.document_id offset 0
    ) d
    cross join lateral (
      select case when e.quote <> '' then array(
        select p.id from passages p
        where p.workspace_id = e.workspace_id and p.document_id = e.document_id and p.version = d.indexed_version
          and strpos(${plainText}, e.quote) > 0
        order by p.position
      ) end as "passageIds"
    ) found
    where e.workspace_id = ${db.workspaceId} and e.question_id = any(${questionIds}::uuid[]) and ${isReadable(db)}
    order by e.id`.execute(db.query)
  return rows
}
