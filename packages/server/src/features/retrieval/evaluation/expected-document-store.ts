import { sql } from 'kysely'
import { isReadable } from '#documents'
import type { WorkspaceDb } from '#platform/database'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The documents that are meant by references: an id, else a source, else a file name with or without its ending, else a title. Of
 * the kinds that fit, the first counts; several documents of one kind are all given. Only documents that the reader may read.
 */
export async function findReferredDocuments(db: WorkspaceDb, references: readonly string[]): Promise<Map<string, string[]>> {
  const ids = references.filter((reference) => uuid.test(reference))
  const names = references.filter((reference) => !uuid.test(reference))
  const { rows } = await sql<{ reference: string; ids: string[] }>`
    with named as (select distinct reference from unnest(${names}::text[]) as r (reference)),
    living as materialized (
      select d.id, d.source, d.file_name, d.title, regexp_replace(coalesce(d.source, d.file_name), '^.*/|[.][^./]+$', '', 'g') as stem
      from brain_documents d
      where d.workspace_id = ${db.workspaceId} and d.deleted_at is null and ${isReadable(db)} and ${names.length > 0}
    ),
    met as (
      select reference, l.id, 1 as kind from named join living l on l.source = reference
      union all select reference, l.id, 2 from named join living l on l.file_name = reference
      union all select reference, l.id, 3 from named join living l on l.stem = reference
      union all select reference, l.id, 4 from named join living l on l.title = reference
    )
    select reference, array_agg(id) as ids from (
      select reference, id, rank() over (partition by reference order by kind) as place from met
    ) ranked where place = 1 group by reference
    union all
    select d.id::text, array[d.id] from brain_documents d
    where d.workspace_id = ${db.workspaceId} and d.id = any(${ids}::uuid[]) and d.deleted_at is null and ${isReadable(db)}`.execute(
    db.query,
  )
  const found = new Map(rows.map((row) => [row.reference, row.ids]))
  // An id may have been written in capitals.
  return new Map(
    references.flatMap((reference) => {
      const documents = found.get(reference) ?? (uuid.test(reference) ? found.get(reference.toLowerCase()) : undefined)
      return documents === undefined ? [] : [[reference, documents] as const]
    }),
  )
}

/** Keeps documents from being erased until the end of the transaction. @returns those that were still there */
export async function holdDocuments(db: WorkspaceDb, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select d.id from brain_documents d
    where d.workspace_id = ${db.workspaceId} and d.id = any(${ids}::uuid[]) and d.deleted_at is null and ${isReadable(db)}
    for key share of d`.execute(db.query)
  return new Set(rows.map(({ id }) => id))
}

/** For each pair of a document and a quote: whether a passage of the version that answers questions holds it. */
export async function findQuotes(
  db: WorkspaceDb,
  pairs: readonly { readonly documentId: string; readonly quote: string }[],
): Promise<boolean[]> {
  const { rows } = await sql<{ isThere: boolean }>`
    select exists (
      select from passages p join brain_documents d on d.workspace_id = p.workspace_id and d.id = p.document_id
      where p.workspace_id = ${db.workspaceId} and p.document_id = r.document_id and p.version = d.indexed_version
        and ${isReadable(db)} and strpos(regexp_replace(p.text, '\\s+', ' ', 'g'), r.quote) > 0
    ) as "isThere"
    from unnest(${pairs.map(({ documentId }) => documentId)}::uuid[], ${pairs.map(({ quote }) => quote)}::text[])
      with ordinality as r (document_id, quote, position)
    order by r.position`.execute(db.query)
  return rows.map(({ isThere }) => isThere)
}
