import type { CollectionReaders, CollectionView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { type Collection, collectionNotFound, toCollectionView } from './collection.ts'
import { listReaders } from './collection-reader-store.ts'
import { findCollection, listCollectionRows, lockCollection } from './collection-store.ts'

/** Those that one may read, and for those who manage collections the closed ones that do not name them. */
export async function listCollections(ctx: WorkspaceContext): Promise<CollectionView[]> {
  return (await ctx.transact(listCollectionRows)).map(toCollectionView)
}

/** @throws BrainError collection/not-found */
export async function getCollection(ctx: WorkspaceContext, id: string): Promise<CollectionView> {
  return ctx.transact(async (db) => toCollectionView(await getVisibleCollection(db, id)))
}

/** Who may read a collection. @throws BrainError collection/not-found */
export async function getCollectionReaders(ctx: WorkspaceContext, id: string): Promise<CollectionReaders> {
  return ctx.transact(async (db) => {
    const { access } = await getVisibleCollection(db, id)
    return { access, members: await listReaders(db, id) }
  })
}

/** @throws BrainError collection/not-found, also for one that is hidden from the reader */
export async function getVisibleCollection(db: WorkspaceDb, id: string): Promise<Collection> {
  const collection = await findCollection(db, id)
  if (!collection) throw collectionNotFound(id)
  return collection
}

/** As `getVisibleCollection`, locked until the end of the transaction. */
export async function lockVisibleCollection(db: WorkspaceDb, id: string): Promise<Collection> {
  await lockCollection(db, id)
  // In a statement of its own: what another transaction changed while this one waited is seen.
  return getVisibleCollection(db, id)
}
