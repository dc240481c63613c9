import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'
import type { AnswerRow } from '../runs/answer.ts'
import { mayBeSeen, selectAnswers } from '../runs/answer-store.ts'
import type { Conversation, PageKey } from './conversation.ts'

/** Conversations that the reader may see: their own, and those that others share. */
function selectConversations(db: WorkspaceDb) {
  return db.query
    .selectFrom('conversations as c')
    .innerJoin('users as u', 'u.id', 'c.user_id')
    .leftJoin('agents as a', (join) => join.onRef('a.workspace_id', '=', 'c.workspace_id').onRef('a.id', '=', 'c.agent_id'))
    .where('c.workspace_id', '=', db.workspaceId)
    .where(isVisible(db))
    .select([
      'c.id',
      'c.user_id as userId',
      'u.name as userName',
      'c.title',
      'c.is_title_given as isTitleGiven',
      'a.id as agentId',
      'a.name as agentName',
      'c.is_shared as isShared',
      'c.archived_at as archivedAt',
      'c.created_at as createdAt',
      'c.updated_at as updatedAt',
      sql<string>`(extract(epoch from c.updated_at) * 1000000)::bigint::text`.as('sortKey'),
      sql<number>`(select count(*)::int from agent_messages m where m.workspace_id = c.workspace_id and m.conversation_id = c.id)`.as(
        'messages',
      ),
      sql<boolean>`exists (select from agent_messages m
        where m.workspace_id = c.workspace_id and m.conversation_id = c.id and m.state = 'running')`.as('isRunning'),
    ])
    .$castTo<Conversation>()
}

// What the row policy says as well.
function isVisible({ reader }: WorkspaceDb) {
  if (reader === 'product') return sql<boolean>`true`
  return sql<boolean>`(c.user_id = ${reader?.userId ?? null} or c.is_shared)`
}

export function findConversation(db: WorkspaceDb, id: string): Promise<Conversation | undefined> {
  return selectConversations(db).where('c.id', '=', id).executeTakeFirst()
}

/** Locked until the end of the transaction, so that messages follow each other. */
export async function lockOwnConversation(db: WorkspaceDb, userId: string, id: string): Promise<Conversation | undefined> {
  await sql`
    select from conversations where workspace_id = ${db.workspaceId} and id = ${id} and user_id = ${userId} for update`.execute(
    db.query,
  )
  return selectConversations(db).where('c.id', '=', id).where('c.user_id', '=', userId).executeTakeFirst()
}

export interface ConversationFilter {
  readonly of: 'mine' | 'shared'
  readonly userId: string
  readonly q: string | undefined
  readonly isArchived: boolean
}

/** The one with the newest message first. */
export function listConversationRows(
  db: WorkspaceDb,
  { of, userId, q, isArchived }: ConversationFilter,
  page: { after: PageKey | undefined; limit: number },
): Promise<Conversation[]> {
  let query = selectConversations(db).where('c.archived_at', isArchived ? 'is not' : 'is', null)
  query =
    of === 'mine' ? query.where('c.user_id', '=', userId) : query.where('c.is_shared', '=', true).where('c.user_id', '!=', userId)
  if (q) {
    const pattern = `%${q.replace(/[\\%_]/g, '\\$&')}%`
    // What somebody else was answered may rest on what is not for the reader: there only titles and questions are searched.
    const searched = of === 'mine' ? sql`true` : sql`m.role = 'user'`
    query = query.where(
      sql<boolean>`(c.title ilike ${pattern} or exists (
        select from agent_messages m where m.workspace_id = c.workspace_id and m.conversation_id = c.id and ${searched} and m.text ilike ${pattern}))`,
    )
  }
  const { after, limit } = page
  if (after)
    query = query.where(
      sql<boolean>`(c.updated_at, c.id) < (timestamptz 'epoch' + ${after.key}::bigint * interval '1 microsecond', ${after.id}::uuid)`,
    )
  return query.orderBy('c.updated_at', 'desc').orderBy('c.id', 'desc').limit(limit).execute()
}

export async function insertConversation(
  db: WorkspaceDb,
  row: { id: string; user_id: string; title: string; is_title_given: boolean; agent_id: string | null },
): Promise<void> {
  await db.query
    .insertInto('conversations')
    .values({ workspace_id: db.workspaceId, ...row })
    .execute()
}

export async function updateConversationRow(
  db: WorkspaceDb,
  id: string,
  change: {
    title?: string
    is_title_given?: boolean
    agent_id?: string | null
    is_shared?: boolean
    archived_at?: Date | null
    updated_at?: Date
  },
): Promise<void> {
  if (Object.keys(change).length === 0) return
  await db.query
    .updateTable('conversations')
    .set(change)
    .where('workspace_id', '=', db.workspaceId)
    .where('id', '=', id)
    .execute()
}

/** With its messages, their quotes and records, and the leases of its runs. */
export async function deleteConversationRow(db: WorkspaceDb, id: string): Promise<void> {
  await db.query.deleteFrom('conversations').where('workspace_id', '=', db.workspaceId).where('id', '=', id).execute()
}

export interface QuestionRow {
  readonly id: string
  readonly parentId: string | null
  readonly text: string
  readonly createdAt: Date
}

/** Oldest first. */
export function listQuestions(db: WorkspaceDb, conversationId: string): Promise<QuestionRow[]> {
  return selectQuestions(db, conversationId).orderBy('m.id').execute()
}

export function findQuestion(db: WorkspaceDb, conversationId: string, id: string): Promise<QuestionRow | undefined> {
  return selectQuestions(db, conversationId).where('m.id', '=', id).executeTakeFirst()
}

export async function insertQuestion(
  db: WorkspaceDb,
  row: { id: string; conversation_id: string; parent_id: string | null; user_id: string; text: string },
): Promise<void> {
  await db.query
    .insertInto('agent_messages')
    .values({ workspace_id: db.workspaceId, role: 'user', ...row })
    .execute()
}

/** Oldest first. */
export function listAnswersOf(db: WorkspaceDb, conversationId: string): Promise<AnswerRow[]> {
  return selectAnswers(db).where('m.conversation_id', '=', conversationId).where(mayBeSeen(db)).orderBy('m.id').execute()
}

export async function findNewestAnswerId(db: WorkspaceDb, conversationId: string): Promise<string | undefined> {
  const row = await selectAnswers(db)
    .where('m.conversation_id', '=', conversationId)
    .orderBy('m.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id
}

export function findAnswerIn(db: WorkspaceDb, conversationId: string, id: string): Promise<AnswerRow | undefined> {
  return selectAnswers(db).where('m.conversation_id', '=', conversationId).where('m.id', '=', id).executeTakeFirst()
}

/** An answer, and the id of the one that its question followed. */
export async function findAnswerBefore(
  db: WorkspaceDb,
  conversationId: string,
  id: string,
): Promise<{ row: AnswerRow; beforeId: string | null } | undefined> {
  const row = await findAnswerIn(db, conversationId, id)
  if (!row) return undefined
  const question = row.parentId === null ? undefined : await findQuestion(db, conversationId, row.parentId)
  return { row, beforeId: question?.parentId ?? null }
}

function selectQuestions(db: WorkspaceDb, conversationId: string) {
  return db.query
    .selectFrom('agent_messages as m')
    .where('m.workspace_id', '=', db.workspaceId)
    .where('m.conversation_id', '=', conversationId)
    .where('m.role', '=', 'user')
    .select(['m.id', 'm.parent_id as parentId', 'm.text', 'm.created_at as createdAt'])
}
