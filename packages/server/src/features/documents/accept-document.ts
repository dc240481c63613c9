import type { DocumentFormat } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { enqueue, holdJob, requestCancel } from '#platform/jobs'
import { assertRoom, takeQuota } from '#workspaces'
import { findTarget, openCollection } from './collections/choose-collection.ts'
import type { TargetCollection } from './collections/collection-store.ts'
import { type Document, type Place, titleFromFileName } from './document.ts'
import { findByContent, findBySource, findDocument, insertDocument, lockBySource, updateDocumentRow } from './document-store.ts'
import { hasStockLimits } from './has-stock-limits.ts'
import { type IndexDocument, indexDocumentKind } from './job-kinds.ts'
import { normalizeTags } from './tags.ts'
import { transactAgain } from './transact-again.ts'
import { insertVersion } from './version-store.ts'

/** Content that is stored and looks like something we can read. */
export interface StoredContent {
  readonly blobKey: string
  readonly contentHash: string
  readonly bytes: number
  readonly format: DocumentFormat | null
  /** Null for a pasted text. */
  readonly fileName: string | null
}

export interface Acceptance {
  /** Given by a person; the name of the file stands in for it. */
  readonly title?: string | undefined
  /** Name or id. */
  readonly collection?: string | undefined
  readonly tags?: readonly string[] | undefined
  readonly source?: string | undefined
}

/**
 * Makes stored content a document, or a new version of the one from the same source, and leaves reading it to a job that commits
 * together with it. Content that is already there gives the older document, and the caller drops what it stored.
 * @throws BrainError collection/not-found · limit/reached
 */
export async function acceptDocument(
  ctx: WorkspaceContext,
  content: StoredContent,
  acceptance: Acceptance,
): Promise<{ document: Document; isDuplicate: boolean }> {
  return transactAgain(ctx, async (db) => {
    const { collection } = acceptance
    const target = collection === undefined ? undefined : await findTarget(db, collection)
    const place = { collectionId: target?.id ?? null, isClosed: target?.access === 'members' }
    for (let attempt = 1; attempt <= 3; attempt++) {
      const known = await findKnown(ctx, db, content, acceptance, place)
      if (known) return known
      const document = await addDocument(ctx, db, content, acceptance, target)
      if (document) return { document, isDuplicate: false }
      // Someone committed the same content, or the same source, between our look and our insert.
    }
    throw new Error('The same content comes and goes too fast')
  })
}

async function findKnown(
  ctx: WorkspaceContext,
  db: WorkspaceDb,
  content: StoredContent,
  { source, title, tags = [] }: Acceptance,
  place: Place,
) {
  const origin = source === undefined ? undefined : await lockOrigin(db, source, place)
  const twin = await findByContent(db, content.contentHash, place)
  if (twin) {
    const adopted = origin ? twin : await adopt(db, twin, source)
    const document = adopted && (await addTags(db, adopted, tags))
    // One that was erased since we looked leaves room for a new one.
    return document && { document, isDuplicate: true }
  }
  if (!origin) return undefined
  const changed = await addVersion(ctx, db, origin, content, title)
  return { document: (await addTags(db, changed, tags)) ?? changed, isDuplicate: false }
}

async function lockOrigin(db: WorkspaceDb, source: string, place: Place): Promise<Document | undefined> {
  const origin = await findBySource(db, source, place)
  if (origin) await holdJob(db, indexDocumentKind, origin.id)
  return origin && lockBySource(db, source, place)
}

async function addDocument(
  ctx: WorkspaceContext,
  db: WorkspaceDb,
  content: StoredContent,
  { title, collection, tags = [], source }: Acceptance,
  target: TargetCollection | undefined,
): Promise<Document | undefined> {
  const taken = { documents: 1, storage: content.bytes }
  // Where the workspace is full, nobody waits in line for the row of the quota only to be refused.
  if (hasStockLimits(ctx)) await assertRoom(db, ctx.app.now(), taken)
  const id = ctx.app.newId()
  const lies = target ?? (collection === undefined ? undefined : await openCollection(db, collection))
  const row = {
    id,
    title: title ?? titleFromFileName(content.fileName ?? 'unnamed'),
    is_title_given: title !== undefined,
    file_name: content.fileName,
    format: content.format,
    source: source ?? null,
    collection_id: lies?.id ?? null,
    tags: normalizeTags(tags),
    content_hash: content.contentHash,
    bytes: content.bytes,
    created_by: actorId(ctx),
  }
  const document = await insertDocument(db, row, lies)
  if (!document) return undefined
  await storeVersion(ctx, db, { documentId: id, version: 1 }, content)
  await takeQuota(db, ctx.app.now(), taken)
  return document
}

/** Adds a version that takes the place of the newest one once it was read; until then the older one answers. Job and document are locked. */
export async function addVersion(
  ctx: WorkspaceContext,
  db: WorkspaceDb,
  document: Document,
  content: StoredContent,
  title?: string,
): Promise<Document> {
  const version = document.version + 1
  await requestCancel(db, indexDocumentKind, document.id)
  await updateDocumentRow(db, document.id, {
    version,
    file_name: content.fileName,
    format: content.format,
    content_hash: content.contentHash,
    bytes: content.bytes,
    state: 'queued',
    failure_code: null,
    failure_message: null,
    ...(title === undefined ? {} : { is_title_given: true }),
  })
  await storeVersion(ctx, db, { documentId: document.id, version, ...(title === undefined ? {} : { title }) }, content)
  const changed = (await findDocument(db, document.id))!
  await takeQuota(db, ctx.app.now(), { storage: content.bytes })
  return changed
}

// The row of a quota is locked until the commit, for all that is created in the workspace: so it is always taken last, which also
// keeps the order of locks the same everywhere.

async function storeVersion(
  ctx: WorkspaceContext,
  db: WorkspaceDb,
  toIndex: IndexDocument,
  content: StoredContent,
): Promise<void> {
  await insertVersion(db, {
    document_id: toIndex.documentId,
    version: toIndex.version,
    file_name: content.fileName,
    content_hash: content.contentHash,
    bytes: content.bytes,
    blob_key: content.blobKey,
    created_by: actorId(ctx),
  })
  await enqueue(db, indexDocumentKind, toIndex, { dedupeKey: toIndex.documentId })
}

/** Content that came without a source belongs to the first source that brings it, so that its next version finds it. */
async function adopt(db: WorkspaceDb, twin: Document, source: string | undefined): Promise<Document | undefined> {
  if (source === undefined || twin.source !== null) return twin
  await updateDocumentRow(db, twin.id, { source })
  return findDocument(db, twin.id)
}

/** What is imported again with tags gets them besides those it has. */
async function addTags(db: WorkspaceDb, document: Document, added: readonly string[]): Promise<Document | undefined> {
  const tags = normalizeTags([...document.tags, ...added])
  if (tags.length === document.tags.length) return document
  await updateDocumentRow(db, document.id, { tags })
  return findDocument(db, document.id)
}

const actorId = (ctx: WorkspaceContext): string | null => (ctx.actor.kind === 'member' ? ctx.actor.userId : null)
