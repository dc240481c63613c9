import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { indexPassages } from '../packages/server/src/features/retrieval/index-passages.ts'
import type { App, WorkspaceContext } from '../packages/server/src/platform/context/index.ts'
import { type Database, migrate, openDatabase, type WorkspaceDb } from '../packages/server/src/platform/database/index.ts'
import { createLog } from '../packages/server/src/platform/log/index.ts'
import { createMetrics } from '../packages/server/src/platform/metrics/index.ts'

/** One passage of a document; passages that follow each other with the same document belong to it. */
export type MadePassage = {
  readonly id: string
  readonly documentId: string
  readonly title: string
  readonly headingPath: readonly string[]
  readonly language: string
  readonly text: string
}

/** As an import does it; the index is built by the same code in larger transactions too, where only the search is measured. */
const passagesPerTransaction = 128

/** Opens and migrates a database of its own: on the server of a URL, or embedded in a directory that is removed at the end. */
export async function openBenchDatabase(url?: string): Promise<{ database: Database } & AsyncDisposable> {
  const dataDir = await mkdtemp(join(tmpdir(), 'brain-bench-'))
  const database = await openDatabase({ url, dataDir, maxConnections: 4, log: createLog('error') })
  await migrate(database)
  return {
    database,
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

export async function makeWorkspace(database: Database): Promise<string> {
  const id = randomUUID()
  const row = { id, slug: `w-${id.slice(0, 13)}`, name: 'Bench' }
  await database.asSystem((db) => db.query.insertInto('workspaces').values(row).execute())
  return id
}

/** What the use cases of retrieval need of a request; it reads as the product does. */
export function contextOf(database: Database, workspaceId: string): WorkspaceContext {
  const app = { database, metrics: createMetrics() } as App
  const context: Pick<WorkspaceContext, 'app' | 'workspaceId' | 'transact'> = {
    app,
    workspaceId,
    transact: (work) => database.transact(workspaceId, work, { reader: 'product' }),
  }
  return context as WorkspaceContext
}

/** Stores and indexes passages in transactions of the size that importing uses; ordinals are those of the index. */
export async function storePassages(
  database: Database,
  workspaceId: string,
  passages: Iterable<MadePassage>,
  perTransaction = passagesPerTransaction,
): Promise<{ count: number; bytes: number; last: (MadePassage & { ordinal: number })[] }> {
  let count = 0
  let bytes = 0
  let last: (MadePassage & { ordinal: number })[] = []
  const store = async (batch: readonly MadePassage[]) => {
    last = await database.transact(workspaceId, (db) => storeBatch(db, batch), { reader: 'product' })
    count += batch.length
    bytes += batch.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
  }
  let batch: MadePassage[] = []
  for (const passage of passages) {
    const startsDocument = batch.at(-1)?.documentId !== passage.documentId
    if (batch.length >= perTransaction && startsDocument) {
      await store(batch)
      batch = []
    }
    batch.push(passage)
  }
  if (batch.length > 0) await store(batch)
  return { count, bytes, last }
}

async function storeBatch(db: WorkspaceDb, passages: readonly MadePassage[]): Promise<(MadePassage & { ordinal: number })[]> {
  const ordinals = await indexPassages(db, passages)
  const stored = passages.map((passage, i) => ({ ...passage, ordinal: ordinals[i]! }))
  const workspace_id = db.workspaceId
  const documents = Map.groupBy(stored, ({ documentId }) => documentId)
  const column = <Name extends keyof (typeof stored)[number]>(name: Name) => stored.map((passage) => passage[name])
  await db.query
    .insertInto('brain_documents')
    .values(
      [...documents].map(([id, [first]]) => ({
        workspace_id,
        id,
        title: first!.title,
        state: 'ready' as const,
        indexed_version: 1,
        content_hash: id,
        bytes: 1,
      })),
    )
    .execute()
  await sql`
    insert into passages (workspace_id, id, document_id, version, position, ordinal, heading_path, start_offset, end_offset, language, text)
    select ${workspace_id}, id, document_id, 1, position, ordinal, string_to_array(headings, chr(10)), 0, greatest(1, length(text)), language, text
    from unnest(${column('id')}::uuid[], ${column('documentId')}::uuid[], ${positionsOf(stored)}::int[], ${column('ordinal')}::int[],
      ${stored.map(({ headingPath }) => headingPath.join('\n'))}::text[], ${column('language')}::text[], ${column('text')}::text[]
    ) as p (id, document_id, position, ordinal, headings, language, text)`.execute(db.query)
  return stored
}

/** The place of each passage in its document; those of a document follow each other. */
function positionsOf(passages: readonly MadePassage[]): number[] {
  let position = -1
  return passages.map(({ documentId }, i) => {
    position = passages[i - 1]?.documentId === documentId ? position + 1 : 0
    return position
  })
}
