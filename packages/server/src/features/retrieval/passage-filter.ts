import type { DocumentFormat } from '@brain-ai/contract'

/** What a passage and its document must be like, besides being readable. Everything that is given must hold. */
export interface PassageFilter {
  /** of a document in one of these collections */
  readonly collections?: readonly string[] | undefined
  /** of one of these documents */
  readonly documents?: readonly string[] | undefined
  /** of a document with all of these tags */
  readonly tags?: readonly string[] | undefined
  /** of a document in one of these formats */
  readonly formats?: readonly DocumentFormat[] | undefined
  /** in one of these languages */
  readonly languages?: readonly string[] | undefined
  /** of a document by one of these, the whole name */
  readonly authors?: readonly string[] | undefined
  /** of a document imported on this day or later, in the time zone of the workspace */
  readonly from?: string | undefined
  /** of a document imported on this day or earlier */
  readonly to?: string | undefined
  /** of a document with all of these in its title, also inside of words */
  readonly titles?: readonly string[] | undefined
  /** of a document with none of these in its title */
  readonly excludedTitles?: readonly string[] | undefined
  /** with each of these among its words, its headings or its title, as whole words in a row */
  readonly phrases?: readonly string[] | undefined
  /** with none of these among its words, its headings or its title */
  readonly excluded?: readonly string[] | undefined
}

/** Whether whatever is readable fits. */
export function isUnfiltered(filter: PassageFilter): boolean {
  return !narrowsDocuments(filter) && !narrowsPassages(filter) && filter.excludedTitles === undefined
}

/** Whether the documents are said, so that their passages can be listed without looking at what matches. */
export function narrowsDocuments(filter: PassageFilter): boolean {
  const { collections, documents, tags, formats, languages, authors, from, to, titles } = filter
  return [collections, documents, tags, formats, languages, authors, from, to, titles].some((part) => part !== undefined)
}

/** Whether something is asked of the passage itself, and not of its document alone. */
export function narrowsPassages({ languages, phrases, excluded }: PassageFilter): boolean {
  return [languages, phrases, excluded].some((part) => part !== undefined)
}
