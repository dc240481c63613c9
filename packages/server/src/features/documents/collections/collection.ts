import { BrainError, type CollectionAccess, type CollectionView } from '@brain-ai/contract'

/** A collection that the reader of a transaction sees. */
export interface Collection {
  readonly id: string
  readonly name: string
  readonly access: CollectionAccess
  readonly createdAt: Date
  /** Who manages collections sees closed ones that do not name them, and nothing in them. */
  readonly isReadable: boolean
  /** Living documents in it; 0 where they may not be read. */
  readonly documents: number
}

export const toCollectionView = ({ createdAt, ...collection }: Collection): CollectionView => ({
  ...collection,
  createdAt: createdAt.toISOString(),
})

/** The same for one that is hidden as for one that does not exist. */
export const collectionNotFound = (id: string): BrainError =>
  new BrainError('collection/not-found', 'There is no such collection in this workspace.', { id })

export const collectionNameTaken = (name: string): BrainError =>
  new BrainError('collection/name-taken', 'Another collection that is open to the workspace has this name.', { name })
