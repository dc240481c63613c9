import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
const rowsPerStatement = 256
/** What stands for no collection in the rows of passages. */
const noCollection = '00000000-0000-0000-0000-000000000000'

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
  const context: Pick<WorkspaceContext, 'app' | 'workspaceId' | 'transact' | 'read'> = {
    app,
    workspaceId,
    transact: (work) => database.transact(workspaceId, work, { reader: 'product' }),
    read: (work) => database.transact(workspaceId, work, { reader: 'product', isReadOnly: true }),
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
  await db.query
    .insertInto('brain_documents')
    .values(
      [...documents].map(([id, ofDocument]) => ({
        workspace_id,
        id,
        title: ofDocument[0]!.title,
        state: 'ready' as const,
        indexed_version: 1,
        passages: ofDocument.length,
        content_hash: id,
        bytes: 1,
      })),
    )
    .execute()
  const positions = positionsOf(stored)
  const rows = stored.map(({ id, documentId, ordinal, headingPath, language, text }, i) => ({
    workspace_id,
    id,
    document_id: documentId,
    collection_key: noCollection,
    version: 1,
    position: positions[i]!,
    ordinal,
    heading_path: [...headingPath],
    start_offset: 0,
    end_offset: text.length,
    language,
    text,
  }))
  for (let from = 0; from < rows.length; from += rowsPerStatement)
    await db.query
      .insertInto('passages')
      .values(rows.slice(from, from + rowsPerStatement))
      .execute()
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
