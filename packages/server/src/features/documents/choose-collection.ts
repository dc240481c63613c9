import { randomUUIDv7 } from 'node:crypto'
import { BrainError } from '@brain-ai/contract'
import type { WorkspaceDb } from '#platform/database'
import { type Collection, findCollection, findCollectionByName, insertCollection } from './collection-store.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The collection that is meant by its id or its name; a name that does not exist is created.
 * @throws BrainError collection/not-found for an id that does not exist
 */
export async function chooseCollection(db: WorkspaceDb, nameOrId: string): Promise<Collection> {
  if (!uuid.test(nameOrId)) return getOrCreateCollection(db, nameOrId)
  const collection = await findCollection(db, nameOrId)
  if (!collection)
    throw new BrainError('collection/not-found', 'There is no such collection in this workspace.', { id: nameOrId })
  return collection
}

/** The collection of that name, upper and lower case alike; made when there is none. */
export async function getOrCreateCollection(db: WorkspaceDb, name: string): Promise<Collection> {
  const existing = await findCollectionByName(db, name)
  if (existing) return existing
  await insertCollection(db, { id: randomUUIDv7(), name })
  return (await findCollectionByName(db, name))!
}
