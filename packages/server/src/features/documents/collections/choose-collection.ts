import { randomUUIDv7 } from 'node:crypto'
import type { WorkspaceDb } from '#platform/database'
import { collectionNotFound } from './collection.ts'
import { holdReadableById, holdReadableByName, insertCollection, type TargetCollection } from './collection-store.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The collection that is meant by its id or its name; a name that does not exist is created.
 * @throws BrainError collection/not-found for an id that does not exist, or that the reader may not read
 */
export async function chooseCollection(db: WorkspaceDb, nameOrId: string): Promise<TargetCollection> {
  return (await findTarget(db, nameOrId)) ?? openCollection(db, nameOrId)
}

/**
 * As `chooseCollection`, but undefined for a name that the reader knows no collection of. A hidden collection of that name is as
 * good as none.
 */
export async function findTarget(db: WorkspaceDb, nameOrId: string): Promise<TargetCollection | undefined> {
  const isId = uuid.test(nameOrId)
  const find = () => (isId ? holdReadableById(db, nameOrId) : holdReadableByName(db, nameOrId))
  const first = await find()
  if (first?.access === 'workspace') return first
  // Where the first look waited for a change of who reads, it has judged by what was before.
  const found = await find()
  if (!found && isId) throw collectionNotFound(nameOrId)
  return found
}

/** The open collection of that name, upper and lower case alike; made when there is none. */
export async function openCollection(db: WorkspaceDb, name: string): Promise<TargetCollection> {
  for (let attempt = 1; attempt <= 3; attempt++) {
    const existing = await holdReadableByName(db, name)
    if (existing?.access === 'workspace') return existing
    await insertCollection(db, { id: randomUUIDv7(), name, access: 'workspace' })
  }
  throw new Error('Collections of the same name come and go too fast')
}
