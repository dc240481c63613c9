import { sql } from 'kysely'
import { isReadable } from '#documents'
import type { WorkspaceDb } from '#platform/database'
import { analyzerVersion } from './lexical/analyzer.ts'
import type { CandidatePassage } from './lexical/rank-candidates.ts'
import type { BlockRow, IndexStatistics } from './lexical/score-blocks.ts'
import type { PassageFilter } from './passage-filter.ts'
import { matchesFilter } from './passage-filter-store.ts'

export type StoredStatistics = IndexStatistics & { readonly analyzerVersion: number; readonly state: string }
export type StoredPassage = {
  readonly ordinal: number
  readonly title: string
  readonly headingPath: readonly string[]
  readonly language: string
  readonly text: string
}

/**
 * Adds to the statistics of the workspace, and so allots `ordinals` new ordinals; returns the first.
 * The row is also the lock of the index: whoever changes blocks changes it first, and the next one waits for the commit.
 */
export async function addToStatistics(
  db: WorkspaceDb,
  change: { readonly passages: number; readonly totalLength: number; readonly ordinals: number },
): Promise<number> {
  const { rows } = await sql<{ next_ordinal: number }>`
    insert into retrieval_statistics as s (workspace_id, passages, total_length, next_ordinal, analyzer_version)
    values (${db.workspaceId}, ${change.passages}, ${change.totalLength}, ${change.ordinals}, ${analyzerVersion})
    on conflict (workspace_id) do update set
      passages = s.passages + excluded.passages,
      total_length = s.total_length + excluded.total_length,
      next_ordinal = s.next_ordinal + excluded.next_ordinal
    returning next_ordinal`.execute(db.query)
  return rows[0]!.next_ordinal - change.ordinals
}

/** Waits until no other transaction changes which passages there are, and keeps it so until the commit. */
export async function lockStatistics(db: WorkspaceDb): Promise<void> {
  await addToStatistics(db, { passages: 0, totalLength: 0, ordinals: 0 })
}

/** Replaces what was counted, after a rebuild. */
export async function setStatistics(db: WorkspaceDb, counted: { passages: number; totalLength: number }): Promise<void> {
  await sql`
    update retrieval_statistics
    set passages = ${counted.passages}, total_length = ${counted.totalLength}, analyzer_version = ${analyzerVersion}
    where workspace_id = ${db.workspaceId}`.execute(db.query)
}

/** The statistics, held as they are until the end of the transaction: whoever changes the index meanwhile waits. */
export async function holdStatistics(db: WorkspaceDb): Promise<StoredStatistics | undefined> {
  const { rows } = await sql<StoredStatistics>`
    select s.passages, s.total_length as "totalLength", s.next_ordinal as "nextOrdinal", s.analyzer_version as "analyzerVersion",
      ${stateOfIndex} as state
    from retrieval_statistics s where s.workspace_id = ${db.workspaceId} for share`.execute(db.query)
  return rows[0]
}

// Every change of a block updates the row of the statistics in its transaction, whose number is the row's xmin. The counts go with it,
// so that even a database that was restored or has used up all numbers is not taken for the one before.
const stateOfIndex = sql<string>`concat_ws(' ', s.xmin, s.passages, s.total_length, s.next_ordinal)`

/** Appends postings; `rows` must be sorted by term, so that two writers would meet in the same order. */
export async function appendBlocks(db: WorkspaceDb, rows: readonly BlockRow[]): Promise<void> {
  // One byte string for all rows: a list of them would travel as text, with every byte written in hex.
  const offsets: number[] = []
  let length = 0
  for (const { postings } of rows) {
    offsets.push(length)
    length += postings.length
  }
  await sql`
    insert into retrieval_blocks as b (workspace_id, term, block, document_frequency, postings)
    select ${db.workspaceId}, r.term, r.block, r.frequency, substring(${Buffer.concat(rows.map(({ postings }) => postings))}::bytea from r.start + 1 for r.length)
    from unnest(
      ${rows.map(({ term }) => term)}::text[], ${rows.map(({ block }) => block)}::int[],
      ${rows.map(({ documentFrequency }) => documentFrequency)}::int[],
      ${offsets}::int[], ${rows.map(({ postings }) => postings.length)}::int[]
    ) as r (term, block, frequency, start, length)
    on conflict (workspace_id, term, block) do update set
      postings = b.postings || excluded.postings,
      document_frequency = b.document_frequency + excluded.document_frequency`.execute(db.query)
}

/** The blocks of some terms, only those with some block numbers. */
export async function listBlocks(db: WorkspaceDb, terms: readonly string[], blocks: readonly number[]): Promise<BlockRow[]> {
  const { rows } = await sql<BlockRow>`
    select term, block, document_frequency as "documentFrequency", postings
    from retrieval_blocks
    where workspace_id = ${db.workspaceId} and term = any(${terms}::text[]) and block = any(${blocks}::int[])`.execute(db.query)
  return rows
}

/** Writes blocks over what they were; a block without postings is deleted, and with its last one the term. */
export async function replaceBlocks(db: WorkspaceDb, rows: readonly BlockRow[]): Promise<void> {
  const emptied = rows.filter(({ postings }) => postings.length === 0)
  const kept = rows.filter(({ postings }) => postings.length > 0)
  if (emptied.length > 0) {
    await sql`
      delete from retrieval_blocks as b
      using unnest(${emptied.map(({ term }) => term)}::text[], ${emptied.map(({ block }) => block)}::int[]) as r (term, block)
      where b.workspace_id = ${db.workspaceId} and b.term = r.term and b.block = r.block`.execute(db.query)
  }
  if (kept.length > 0) {
    await sql`
      update retrieval_blocks as b
      set postings = r.postings, document_frequency = r.frequency
      from unnest(
        ${kept.map(({ term }) => term)}::text[], ${kept.map(({ block }) => block)}::int[],
        ${kept.map(({ documentFrequency }) => documentFrequency)}::int[], ${kept.map(({ postings }) => postings)}::bytea[]
      ) as r (term, block, frequency, postings)
      where b.workspace_id = ${db.workspaceId} and b.term = r.term and b.block = r.block`.execute(db.query)
  }
}

export async function deleteAllBlocks(db: WorkspaceDb): Promise<void> {
  await sql`delete from retrieval_blocks where workspace_id = ${db.workspaceId}`.execute(db.query)
}

/** Blocks in the order of their key, `limit` after a key; all, or those with numbers in a range. */
export async function listBlocksAfter(
  db: WorkspaceDb,
  term: string,
  block: number,
  limit: number,
  { from, to } = { from: 0, to: 2 ** 31 - 1 },
): Promise<BlockRow[]> {
  const { rows } = await sql<BlockRow>`
    select term, block, document_frequency as "documentFrequency", postings
    from retrieval_blocks
    where workspace_id = ${db.workspaceId} and (term, block) > (${term} collate "C", ${block}) and block >= ${from} and block < ${to}
    order by term, block limit ${limit}`.execute(db.query)
  return rows
}

/**
 * Every indexed passage in the order of its ordinal, `limit` after one; also of deleted documents and coming versions. For the
 * product only: what is made from the passages of one reader is not the index of the workspace.
 */
export async function listPassagesAfter(db: WorkspaceDb, ordinal: number, limit: number): Promise<StoredPassage[]> {
  if (db.reader !== 'product') throw new Error('Only the product itself sees every passage of the workspace.')
  const { rows } = await sql<StoredPassage>`
    select p.ordinal, d.title, p.heading_path as "headingPath", p.language, p.text
    from passages p join brain_documents d on d.workspace_id = p.workspace_id and d.id = p.document_id
    where p.workspace_id = ${db.workspaceId} and p.ordinal > ${ordinal}
    order by p.ordinal limit ${limit}`.execute(db.query)
  return rows
}

export interface FoundBlocks {
  readonly statistics: IndexStatistics
  /** Another one after every committed change of the index. */
  readonly state: string
  readonly corpusVersion: number
  readonly rows: readonly BlockRow[]
}

/**
 * What a question needs to be scored; undefined for a workspace that never had a passage. The blocks of `known` terms are left out
 * when the index is still in the state in which they were read.
 */
export async function findBlocksAndStatistics(
  db: WorkspaceDb,
  terms: readonly string[],
  known: { readonly state: string | undefined; readonly terms: readonly string[] },
): Promise<FoundBlocks | undefined> {
  const unknown = terms.filter((term) => !known.terms.includes(term))
  // The terms come from a subquery of their own: were they taken from the row beside them, no index would find their blocks.
  type Row = IndexStatistics & {
    state: string
    corpusVersion: number | null
    term: string | null
    block: number
    documentFrequency: number
    postings: Buffer
  }
  const { rows } = await sql<Row>`
    /* keep plan */ select s.passages, s.total_length as "totalLength", s.next_ordinal as "nextOrdinal", ${stateOfIndex} as state,
      (select c.version from corpus_versions c where c.workspace_id = ${db.workspaceId}) as "corpusVersion",
      b.term, b.block, b.document_frequency as "documentFrequency", b.postings
    from retrieval_statistics s
    left join retrieval_blocks b on b.workspace_id = ${db.workspaceId} and b.term = any((
      select case when exists (
        select from retrieval_statistics s where s.workspace_id = ${db.workspaceId} and ${stateOfIndex} = ${known.state ?? null}::text
      ) then ${unknown}::text[] else ${terms}::text[] end)::text[])
    where s.workspace_id = ${db.workspaceId}`.execute(db.query)
  const first = rows[0]
  if (first === undefined) return undefined
  const { passages, totalLength, nextOrdinal } = first
  return {
    statistics: { passages, totalLength, nextOrdinal },
    state: first.state,
    corpusVersion: Number(first.corpusVersion ?? 0),
    rows: rows.flatMap(({ term, block, documentFrequency, postings }) =>
      term === null ? [] : [{ term, block, documentFrequency, postings }],
    ),
  }
}

// Sorts behind every word with the same beginning.
const highestCharacter = '\u{10ffff}'

/**
 * The vocabulary of all passages, readable or not, as far as it begins with one of some prefixes: the terms of each, with spaces between
 * them. A frequent term has many blocks and stands there once.
 */
export async function listTermsWith(db: WorkspaceDb, prefixes: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ prefix: string; terms: string | null }>`
    /* keep plan */ select r.lowest as prefix, (
      select string_agg(t.term, ' ') from (
        select distinct b.term from retrieval_blocks b
        where b.workspace_id = ${db.workspaceId} and b.term >= r.lowest collate "C" and b.term < r.highest collate "C") t) as terms
    from unnest(${prefixes}::text[], ${prefixes.map((prefix) => prefix + highestCharacter)}::text[]) as r (lowest, highest)`.execute(
    db.query,
  )
  return new Map(rows.map(({ prefix, terms }) => [prefix, terms ?? '']))
}

/** All blocks of some terms. */
export async function listBlocksOfTerms(db: WorkspaceDb, terms: readonly string[]): Promise<BlockRow[]> {
  const { rows } = await sql<BlockRow>`
    select term, block, document_frequency as "documentFrequency", postings
    from retrieval_blocks where workspace_id = ${db.workspaceId} and term = any(${terms}::text[])`.execute(db.query)
  return rows
}

/** Those of some ordinals that may be read now: of the current version of a document that is not deleted that the reader may read and the filter asks for. */
export async function listReadablePassages(
  db: WorkspaceDb,
  ordinals: readonly number[],
  filter: PassageFilter,
): Promise<CandidatePassage[]> {
  const { rows } = await sql<CandidatePassage>`
    /* keep plan */ select ${passageColumns}
    from passages p cross join ${documentByKey}
    where p.workspace_id = ${db.workspaceId} and p.ordinal = any(${ordinals}::int[])
      and d.deleted_at is null and p.version = d.indexed_version and ${isReadable(db)} and ${matchesFilter(db, filter)}`.execute(
    db.query,
  )
  return rows
}

/** The ordinals of the passages that may be read now, of some ordinals or of all. */
export async function listReadableOrdinals(db: WorkspaceDb, filter: PassageFilter, among?: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ ordinal: number }>`
    ${among === undefined ? sql`` : sql`/* keep plan */`} select p.ordinal
    from passages p ${among === undefined ? sql`join brain_documents d on d.workspace_id = p.workspace_id and d.id = p.document_id` : sql`cross join ${documentByKey}`}
    where p.workspace_id = ${db.workspaceId} ${among === undefined ? sql`` : sql`and p.ordinal = any(${among}::int[])`}
      and d.deleted_at is null and p.version = d.indexed_version and ${isReadable(db)} and ${matchesFilter(db, filter)}`.execute(
    db.query,
  )
  return rows.map(({ ordinal }) => ordinal)
}

/**
 * Whether each passage of the index belongs to the current version of a document that is there and that every member may read. Counts by
 * documents, so it takes some milliseconds for ten thousand of them.
 */
export async function areAllReadable(db: WorkspaceDb): Promise<boolean> {
  if (db.reader !== 'product') throw new Error('Only the product itself sees what is hidden.')
  const { rows } = await sql<{ are: boolean }>`
    select not exists (select from collections where workspace_id = ${db.workspaceId} and access <> 'workspace')
      and coalesce((select passages from retrieval_statistics where workspace_id = ${db.workspaceId}), 0) = (
        select coalesce(sum(passages), 0) from brain_documents
        where workspace_id = ${db.workspaceId} and deleted_at is null and indexed_version is not null) as are`.execute(db.query)
  return rows[0]!.are
}

/** Passages that a filter asks for, the newest documents first: for a search that has nothing to rank by. */
export async function listFilteredPassages(db: WorkspaceDb, filter: PassageFilter, limit: number): Promise<CandidatePassage[]> {
  const { rows } = await sql<CandidatePassage>`
    select ${passageColumns}
    from passages p join brain_documents d on d.workspace_id = p.workspace_id and d.id = p.document_id
    where p.workspace_id = ${db.workspaceId} and d.deleted_at is null and p.version = d.indexed_version
      and ${isReadable(db)} and ${matchesFilter(db, filter)}
    order by d.created_at desc, d.id, p.position limit ${limit}`.execute(db.query)
  return rows
}

const passageColumns = sql`p.ordinal, p.id as "passageId", p.document_id as "documentId", d.title as "documentTitle", d.format,
  p.heading_path as "headingPath", p.page, p.start_offset as "start", p.end_offset as "end", p.language, p.text`

/** Which of some lists of ordinals hold a passage that may be read now, by their place; each list is read up to the first. */
export async function listListsWithReadable(db: WorkspaceDb, lists: readonly (readonly number[])[]): Promise<number[]> {
  const ends: number[] = []
  for (const list of lists) ends.push((ends.at(-1) ?? 0) + list.length)
  const { rows } = await sql<{ place: number }>`
    /* keep plan */ select r.place - 1 as place
    from unnest(${ends.map((end, i) => end - lists[i]!.length + 1)}::int[], ${ends}::int[]) with ordinality as r (starts_at, ends_at, place)
    where (
      select true
      from unnest((${lists.flat()}::int[])[r.starts_at:r.ends_at]) as o (ordinal)
      join passages p on p.workspace_id = ${db.workspaceId} and p.ordinal = o.ordinal
      cross join ${documentByKey}
      where d.deleted_at is null and p.version = d.indexed_version and ${isReadable(db)}
      limit 1)`.execute(db.query)
  return rows.map(({ place }) => place)
}

/** The document of each passage `p`, a look by key for each: for a plain join a small workspace is read from its first document to its last. */
const documentByKey = sql`lateral (
  select * from brain_documents where workspace_id = p.workspace_id and id = p.document_id offset 0) d`

/** What some passages are found by, of deleted documents and coming versions too: for the rarity of letters only. */
export async function listSampleTexts(
  db: WorkspaceDb,
  ordinals: readonly number[],
): Promise<Pick<CandidatePassage, 'documentTitle' | 'headingPath' | 'text'>[]> {
  const { rows } = await sql<Pick<CandidatePassage, 'documentTitle' | 'headingPath' | 'text'>>`
    select d.title as "documentTitle", p.heading_path as "headingPath", p.text
    from passages p join brain_documents d on d.workspace_id = p.workspace_id and d.id = p.document_id
    where p.workspace_id = ${db.workspaceId} and p.ordinal = any(${ordinals}::int[]) and ${isReadable(db)}
    order by p.ordinal`.execute(db.query)
  return rows
}
