import { BrainError } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { raiseCorpusVersion } from '../corpus-store.ts'
import { breaksConstraint } from '../transact-again.ts'
import { countAllDocumentsIn, deleteCollectionRow } from './collection-store.ts'
import { lockVisibleCollection } from './get-collection.ts'

/**
 * Deletes an empty collection.
 * @throws BrainError collection/not-empty while there are documents in it, also deleted ones that can still be brought back
 */
export async function deleteCollection(ctx: WorkspaceContext, id: string): Promise<void> {
  try {
    await ctx.transact(async (db) => {
      const { isReadable } = await lockVisibleCollection(db, id)
      const documents = isReadable ? await countAllDocumentsIn(db, id) : 0
      if (documents > 0) throw notEmpty(id, documents)
      await deleteCollectionRow(db, id)
      await raiseCorpusVersion(db)
    })
  } catch (error) {
    // Who manages a collection without reading it learns that there is something in it, not how much.
    if (breaksConstraint(error, 'brain_documents_collection_fkey')) throw notEmpty(id)
    throw error
  }
}

function notEmpty(id: string, documents?: number): BrainError {
  const many = documents === undefined ? 'are documents' : documents === 1 ? 'is 1 document' : `are ${documents} documents`
  const sentence = `There ${many} in the collection; deleted ones count until they can no longer be brought back. Move or delete them first.`
  return new BrainError('collection/not-empty', sentence, documents === undefined ? { id } : { id, documents })
}
