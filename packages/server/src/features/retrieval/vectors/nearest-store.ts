import { type RawBuilder, sql } from 'kysely'
import { isReadable } from '#documents'
import type { WorkspaceDb } from '#platform/database'
import { narrowsPassages, type PassageFilter } from '../passage-filter.ts'
import { matchesFilter } from '../passage-filter-store.ts'
import { toVectorText } from './embedding-store.ts'
import type { Generation } from './generation.ts'
import { literal } from './vector-index.ts'

/** `similarity` is the cosine, -1 to 1. */
export type NearPassage = { readonly ordinal: number; readonly similarity: number }

// The graph is searched this wide for a hundred passages: narrower, it misses some of the last of them.
const searchWidth = 200
// A bit for each number finds many, of which the whole vectors then choose.
const candidatesByBits = 400

/**
 * The passages nearest to a vector among those that may be read now: of current versions of documents that are not deleted, that the
 * reader may read and the filter asks for. Best first.
 */
export async function listNearest(
  db: WorkspaceDb,
  generation: Generation,
  vector: Float32Array,
  wanted: Wanted,
): Promise<NearPassage[]> {
  const near =
    generation.indexKind === null ? compareAll(db, generation, vector, wanted) : await searchIndex(db, generation, vector, wanted)
  const { rows } = await near.execute(db.query)
  return (
    rows
      // A vector of zeros has no direction, so it is near to nothing.
      .filter(({ distance }) => Number.isFinite(distance))
      .map(({ ordinal, distance }) => ({ ordinal, similarity: 1 - distance }))
      .sort((a, b) => b.similarity - a.similarity || a.ordinal - b.ordinal)
      .slice(0, wanted.limit)
  )
}

type Row = { ordinal: number; distance: number }
type Wanted = { readonly limit: number; readonly filter: PassageFilter }

/** Nothing is added to the distance, but with the sum no index serves, which could leave out what a filter wants. */
function compareAll(db: WorkspaceDb, generation: Generation, vector: Float32Array, wanted: Wanted): RawBuilder<Row> {
  return sql<Row>`
    select e.ordinal, (e.embedding::vector <=> ${toVectorText(vector)}::vector) + 0 as distance
    from passage_embeddings e join brain_documents d on d.workspace_id = e.workspace_id and d.id = e.document_id ${passagesFor(wanted)}
    where e.workspace_id = ${db.workspaceId} and e.generation_id = ${generation.id} and ${mayBeFound(db, wanted)}
    order by distance limit ${wanted.limit}`
}

async function searchIndex(
  db: WorkspaceDb,
  generation: Generation,
  vector: Float32Array,
  wanted: Wanted,
): Promise<RawBuilder<Row>> {
  const { limit } = wanted
  const dimensions = sql.raw(String(generation.dimensions))
  const text = toVectorText(vector)
  // Rows that a filter takes away are made up for by looking further. The planner takes fetching wide rows in the order of the graph for
  // dearer than sorting all of them, which it is not.
  const width = Math.max(generation.indexKind === 'hnsw' ? searchWidth : candidatesByBits, limit)
  await sql`select set_config('hnsw.ef_search', ${String(width)}, true),
    set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('enable_sort', 'off', true)`.execute(db.query)
  const ofGeneration = sql`e.workspace_id = ${sql.raw(`'${literal(db.workspaceId)}'`)}
    and e.generation_id = ${sql.raw(`'${literal(generation.id)}'`)}`
  const distance = sql`e.embedding::vector <=> ${text}::vector`
  const documents = sql`cross join lateral (
    select * from brain_documents where workspace_id = e.workspace_id and id = e.document_id offset 0) d ${passagesFor(wanted)}`
  if (generation.indexKind === 'hnsw')
    return sql<Row>`
      select e.ordinal, ${distance} as distance from passage_embeddings e ${documents}
      where ${ofGeneration} and ${mayBeFound(db, wanted)}
      order by e.embedding::halfvec(${dimensions}) <=> ${text}::halfvec(${dimensions}) limit ${limit}`
  return sql<Row>`
    select n.ordinal, n.embedding::vector <=> ${text}::vector as distance from (
      select e.ordinal, e.embedding from passage_embeddings e ${documents}
      where ${ofGeneration} and ${mayBeFound(db, wanted)}
      order by binary_quantize(e.embedding::vector)::bit(${dimensions}) <~> binary_quantize(${text}::vector)::bit(${dimensions})
      limit ${Math.max(candidatesByBits, limit)}
    ) n order by distance limit ${limit}`
}

function mayBeFound(db: WorkspaceDb, { filter }: Wanted): RawBuilder<unknown> {
  return sql`e.version = d.indexed_version and d.deleted_at is null and ${isReadable(db)} and ${matchesFilter(db, filter)}`
}

/** The passage of each vector, for a filter that asks something of it. */
function passagesFor({ filter }: Wanted): RawBuilder<unknown> {
  if (!narrowsPassages(filter)) return sql``
  return sql`cross join lateral (
    select * from passages where workspace_id = e.workspace_id and ordinal = e.ordinal offset 0) p`
}
