import { type RawBuilder, sql } from 'kysely'
import type { WorkspaceDb } from '#platform/database'
import type { PassageFilter } from './passage-filter.ts'
import { namePattern, partPattern, wordsPattern } from './query/word-pattern.ts'

/** What a filter asks of a passage `p` of a document `d`, for the `where` of every query that retrieves. */
export function matchesFilter(db: WorkspaceDb, filter: PassageFilter): RawBuilder<boolean> {
  const conditions: RawBuilder<boolean>[] = []
  const { collections, documents, tags, formats, languages, authors, from, to } = filter
  if (collections) conditions.push(sql`d.collection_id = any(${collections}::uuid[])`)
  if (documents) conditions.push(sql`d.id = any(${documents}::uuid[])`)
  if (tags) conditions.push(sql`d.tags @> ${tags}::text[]`)
  if (formats) conditions.push(sql`d.format = any(${formats}::text[])`)
  if (languages) conditions.push(sql`p.language = any(${languages}::text[])`)
  if (authors) conditions.push(sql`d.author ~ any(${authors.map(namePattern)}::text[])`)
  // Days begin when they begin where the workspace is.
  if (from) conditions.push(sql`d.created_at >= ${from}::date::timestamp at time zone ${timeZoneOf(db)}`)
  if (to) conditions.push(sql`d.created_at < (${to}::date + 1)::timestamp at time zone ${timeZoneOf(db)}`)
  for (const title of filter.titles ?? []) conditions.push(sql`d.title ~ ${partPattern(title)}`)
  for (const title of filter.excludedTitles ?? []) conditions.push(sql`d.title !~ ${partPattern(title)}`)
  for (const phrase of filter.phrases ?? []) conditions.push(sql`(${anywhere(wordsPattern(phrase))})`)
  for (const phrase of filter.excluded ?? []) conditions.push(sql`not (${anywhere(wordsPattern(phrase))})`)
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(conditions, sql` and `)}`
}

const anywhere = (pattern: string) =>
  sql`p.text ~ ${pattern} or d.title ~ ${pattern} or array_to_string(p.heading_path, chr(10)) ~ ${pattern}`

const timeZoneOf = (db: WorkspaceDb) => sql`(select w.time_zone from workspaces w where w.id = ${db.workspaceId})`
