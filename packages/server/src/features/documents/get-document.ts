import { BrainError, type DocumentView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { findProgress } from '#platform/jobs'
import { type Document, isWorking, toDocumentView } from './document.ts'
import { findDocument } from './document-store.ts'
import { indexDocumentKind } from './job-kinds.ts'
import { listPassageRows, type PassageRow } from './passage-store.ts'
import { type DocumentText, findText, findVersion, listVersionRows } from './version-store.ts'

export const documentNotFound = (id: string): BrainError =>
  new BrainError('document/not-found', 'There is no such document in this workspace.', { id })

/** @throws BrainError document/not-found, also for a deleted one */
export async function getLivingDocument(db: WorkspaceDb, id: string): Promise<Document> {
  const document = await findDocument(db, id)
  if (!document) throw documentNotFound(id)
  return document
}

export async function getDocument(ctx: WorkspaceContext, id: string): Promise<DocumentView> {
  return ctx.transact(async (db) => (await viewDocuments(db, [await getLivingDocument(db, id)]))[0]!)
}

/** Documents as people see them, with the progress of those that are being read. */
export async function viewDocuments(db: WorkspaceDb, documents: readonly Document[]): Promise<DocumentView[]> {
  const working = documents.filter((document) => isWorking(document.state)).map((document) => document.id)
  const progress = await findProgress(db, indexDocumentKind, working)
  return documents.map((document) => toDocumentView(document, progress.get(document.id)))
}

/** The text of the version that answers questions. @throws BrainError document/no-text before the first version was read */
export async function getContent(ctx: WorkspaceContext, id: string): Promise<DocumentText & { documentId: string }> {
  return ctx.transact(async (db) => {
    await getLivingDocument(db, id)
    const text = await findText(db, id)
    if (!text) throw new BrainError('document/no-text', 'The text of this document has not been read yet.', { id })
    return { documentId: id, ...text }
  })
}

export async function listPassages(
  ctx: WorkspaceContext,
  id: string,
  page: { offset: number; limit: number },
): Promise<{ passages: PassageRow[]; total: number }> {
  return ctx.transact(async (db) => {
    await getLivingDocument(db, id)
    return listPassageRows(db, id, page)
  })
}

export async function listVersions(ctx: WorkspaceContext, id: string) {
  return ctx.transact(async (db) => {
    const document = await getLivingDocument(db, id)
    const versions = await listVersionRows(db, id)
    return {
      versions: versions.map(({ version, fileName, bytes, contentHash, createdAt }) => ({
        version,
        fileName,
        bytes,
        contentHash,
        createdAt: createdAt.toISOString(),
        isCurrent: version === document.version,
      })),
    }
  })
}

/** Where the original file of a version lies, the newest unless told. @throws BrainError document/not-found */
export async function findOriginal(ctx: WorkspaceContext, id: string, version: number | undefined) {
  return ctx.transact(async (db) => {
    const document = await getLivingDocument(db, id)
    const stored = await findVersion(db, id, version ?? document.version)
    if (!stored) throw new BrainError('document/not-found', `The document has no version ${version}.`, { id, version })
    return { document, stored }
  })
}
