import type { CollectionView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { transactAgain } from '../transact-again.ts'
import { collectionNameTaken, toCollectionView } from './collection.ts'
import { findOpenByName, updateCollection } from './collection-store.ts'
import { getVisibleCollection, lockVisibleCollection } from './get-collection.ts'

/** Gives a collection another name, which only open ones need for themselves. @throws BrainError collection/name-taken */
export async function renameCollection(ctx: WorkspaceContext, id: string, name: string): Promise<CollectionView> {
  return transactAgain(ctx, async (db) => {
    const { access } = await lockVisibleCollection(db, id)
    const other = access === 'workspace' ? await findOpenByName(db, name) : undefined
    if (other && other.id !== id) throw collectionNameTaken(name)
    await updateCollection(db, id, { name })
    return toCollectionView(await getVisibleCollection(db, id))
  })
}
