import { sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'

export type UnembeddedPassage = {
  readonly ordinal: number
  readonly documentId: string
  readonly title: string
  readonly headingPath: readonly string[]
  readonly text: string
}

const searched = (db: WorkspaceDb) => sql`
  from passages p join brain_documents d on d.workspace_id = p.workspace_id and d.id = p.document_id
  where p.workspace_id = ${db.workspaceId} and p.version = d.indexed_version and d.deleted_at is null`

/** Passages that may be searched and have no vector in the generation, in the order of their ordinals. */
export async function listUnembedded(
  db: WorkspaceDb,
  generationId: string,
  after: number,
  limit: number,
): Promise<UnembeddedPassage[]> {
  const { rows } = await sql<UnembeddedPassage>`
    select p.ordinal, p.document_id as "documentId", d.title, p.heading_path as "headingPath", p.text
    ${searched(db)} and p.ordinal > ${after} and not exists (
      select from passage_embeddings e
      where e.workspace_id = p.workspace_id and e.ordinal = p.ordinal and e.generation_id = ${generationId}
    )
    order by p.ordinal limit ${limit}`.execute(db.query)
  return rows
}

export async function countSearched(db: WorkspaceDb): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count ${searched(db)}`.execute(db.query)
  return rows[0]!.count
}

/** The smallest ordinal of the passages by which a document is found. */
export async function findFirstOrdinal(db: WorkspaceDb, documentId: string): Promise<number | undefined> {
  const { rows } = await sql<{ first: number | null }>`
    select min(p.ordinal) as first ${searched(db)} and p.document_id = ${documentId}`.execute(db.query)
  return rows[0]!.first ?? undefined
}

/**
 * Stores vectors of passages that are still searched, and returns how many. What was deleted, replaced or given another title
 * since it was read is left out.
 */
export async function insertEmbeddings(
  db: WorkspaceDb,
  generationId: string,
  passages: readonly Pick<UnembeddedPassage, 'ordinal' | 'documentId'>[],
  vectors: readonly Float32Array[],
): Promise<number> {
  // Whoever deletes passages locks their document first; so does this, and neither waits for the other in a circle.
  await sql`
    select from brain_documents where workspace_id = ${db.workspaceId}
      and id = any(${[...new Set(passages.map(({ documentId }) => documentId))]}::uuid[]) order by id for key share`.execute(
    db.query,
  )
  const { numAffectedRows } = await sql`
    insert into passage_embeddings (workspace_id, ordinal, generation_id, document_id, version, collection_key, embedding)
    select p.workspace_id, p.ordinal, ${generationId}, p.document_id, p.version, d.collection_key, v.embedding::vector
    from unnest(${passages.map(({ ordinal }) => ordinal)}::int[], ${vectors.map(toVectorText)}::text[]) as v (ordinal, embedding)
    join passages p on p.workspace_id = ${db.workspaceId} and p.ordinal = v.ordinal
    join brain_documents d on d.workspace_id = p.workspace_id and d.id = p.document_id
    where p.version = d.indexed_version and d.deleted_at is null
    on conflict do nothing`.execute(db.query)
  return Number(numAffectedRows ?? 0n)
}

/** As pgvector reads it. */
export function toVectorText(vector: Float32Array): string {
  return `[${vector.join(',')}]`
}

/** Takes the vectors of passages out of every generation, and out of the counts. */
export async function deleteEmbeddings(db: WorkspaceDb, ordinals: readonly number[]): Promise<void> {
  await sql`
    with gone as (
      delete from passage_embeddings where workspace_id = ${db.workspaceId} and ordinal = any(${ordinals}::int[])
      returning generation_id
    )
    update embedding_generations g set embedded = g.embedded - counted.gone
    from (select generation_id, count(*)::int as gone from gone group by generation_id) counted
    where g.workspace_id = ${db.workspaceId} and g.id = counted.generation_id`.execute(db.query)
}

/** Deletes some vectors of a generation. @returns false when there was none left */
export async function deleteSomeEmbeddings(db: WorkspaceDb, generationId: string, limit: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from passage_embeddings where workspace_id = ${db.workspaceId} and generation_id = ${generationId}
      and ordinal = any(array(
        select ordinal from passage_embeddings
        where workspace_id = ${db.workspaceId} and generation_id = ${generationId} limit ${limit}
      ))`.execute(db.query)
  return (numAffectedRows ?? 0n) > 0n
}
