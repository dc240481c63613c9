import type { CollectionAccess, CollectionView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { raiseCorpusVersion } from '../corpus-store.ts'
import { openCollection } from './choose-collection.ts'
import { toCollectionView } from './collection.ts'
import { insertReaders } from './collection-reader-store.ts'
import { findCollection, insertCollection } from './collection-store.ts'

/** Makes a collection; an open one of that name is returned as it is. Whoever makes a closed one is its first reader. */
export async function createCollection(
  ctx: WorkspaceContext,
  { name, access }: { name: string; access: CollectionAccess },
): Promise<CollectionView> {
  return ctx.transact(async (db) => {
    if (access === 'workspace') return toCollectionView((await findCollection(db, (await openCollection(db, name)).id))!)
    const id = ctx.app.newId()
    await insertCollection(db, { id, name, access })
    if (ctx.actor.kind === 'member') await insertReaders(db, id, [ctx.actor.userId])
    // From here on something may be hidden from somebody.
    await raiseCorpusVersion(db)
    return toCollectionView((await findCollection(db, id))!)
  })
}
