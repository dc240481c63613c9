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
// Where fewer than are asked for may be found among so many near ones, comparing all of those is quicker than looking on, and misses none.
const mostLookedAt = 2_000

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
  const areFew = generation.indexKind === null || wanted.filter.documents !== undefined
  const near = areFew ? undefined : await searchIndex(db, generation, vector, wanted)
  const rows = near ?? (await compareAll(db, generation, vector, wanted))
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
async function compareAll(db: WorkspaceDb, generation: Generation, vector: Float32Array, wanted: Wanted): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select e.ordinal, (e.embedding::vector <=> ${toVectorText(vector)}::vector) + 0 as distance
    from passage_embeddings e join brain_documents d on d.workspace_id = e.workspace_id and d.id = e.document_id ${passagesFor(wanted)}
    where e.workspace_id = ${db.workspaceId} and e.generation_id = ${generation.id} and ${mayBeFound(db, wanted)}
    order by distance limit ${wanted.limit}`.execute(db.query)
  return rows
}

/** Undefined where too few may be found of those that the index leads to, so that others may be nearer than they are. */
async function searchIndex(
  db: WorkspaceDb,
  generation: Generation,
  vector: Float32Array,
  wanted: Wanted,
): Promise<Row[] | undefined> {
  const { limit } = wanted
  const dimensions = sql.raw(String(generation.dimensions))
  const text = toVectorText(vector)
  const [width, candidates] = generation.indexKind === 'hnsw' ? [searchWidth, limit] : [candidatesByBits, candidatesByBits]
  // Rows that a filter takes away are made up for by looking further. The planner takes fetching wide rows in the order of the graph for
  // dearer than sorting all of them, which it is not.
  await sql`select set_config('hnsw.ef_search', ${String(Math.max(width, limit))}, true),
    set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('hnsw.max_scan_tuples', ${String(mostLookedAt)}, true),
    set_config('enable_sort', 'off', true)`.execute(db.query)
  const order =
    generation.indexKind === 'hnsw'
      ? sql`e.embedding::halfvec(${dimensions}) <=> ${text}::halfvec(${dimensions})`
      : sql`binary_quantize(e.embedding::vector)::bit(${dimensions}) <~> binary_quantize(${text}::vector)::bit(${dimensions})`
  const { rows } = await sql<Row & { found: number }>`
    select n.ordinal, n.embedding::vector <=> ${text}::vector as distance, count(*) over ()::int as found from (
      select e.ordinal, e.embedding from passage_embeddings e cross join lateral (
        select * from brain_documents where workspace_id = e.workspace_id and id = e.document_id offset 0
      ) d ${passagesFor(wanted)}
      where e.workspace_id = ${sql.raw(`'${literal(db.workspaceId)}'`)}
        and e.generation_id = ${sql.raw(`'${literal(generation.id)}'`)} and ${mayBeFound(db, wanted)}
      order by ${order} limit ${Math.max(candidates, limit)}
    ) n order by distance limit ${limit}`.execute(db.query)
  return rows.length > 0 && rows[0]!.found >= Math.max(candidates, limit) ? rows : undefined
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
