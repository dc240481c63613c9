import { BrainError, type CollectionAccess, type CollectionReaders } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { raiseCorpusVersion } from '../corpus-store.ts'
import { transactAgain } from '../transact-again.ts'
import { collectionNameTaken } from './collection.ts'
import { deleteReadersExcept, holdMembersAmong, insertReaders, listReaders } from './collection-reader-store.ts'
import { findOpenByName, updateCollection } from './collection-store.ts'
import { lockVisibleCollection } from './get-collection.ts'

/**
 * Opens a collection to the workspace or closes it to those named; it holds from the commit on. Whoever sees the collection may do
 * it, and may leave themselves out.
 * @throws BrainError collection/not-found · member/not-found · collection/name-taken where an open one has its name
 */
export async function setCollectionReaders(
  ctx: WorkspaceContext,
  id: string,
  { access, members }: { access: CollectionAccess; members: readonly string[] },
): Promise<CollectionReaders> {
  const userIds = [...new Set(members)]
  if (access === 'members' && userIds.length === 0)
    throw new BrainError(
      'request/invalid',
      'A collection that is closed to the workspace needs at least one member who may read it.',
    )

  return transactAgain(ctx, async (db) => {
    const collection = await lockVisibleCollection(db, id)
    await assertMembers(db, userIds)
    if (access === 'workspace' && collection.access !== access && (await findOpenByName(db, collection.name)))
      throw collectionNameTaken(collection.name)
    // Only who sees a collection may close it: whoever leaves themselves out is named until the last statement.
    const self = ctx.actor.kind === 'member' ? [ctx.actor.userId] : []
    await insertReaders(db, id, [...new Set([...userIds, ...self])])
    if (access !== collection.access) await updateCollection(db, id, { access })
    await deleteReadersExcept(db, id, userIds)
    await raiseCorpusVersion(db)
    return { access, members: await listReaders(db, id) }
  })
}

async function assertMembers(db: WorkspaceDb, userIds: readonly string[]): Promise<void> {
  const members = await holdMembersAmong(db, userIds)
  const [userId] = new Set(userIds).difference(new Set(members))
  if (userId !== undefined) throw new BrainError('member/not-found', 'There is no such member in this workspace.', { userId })
}
