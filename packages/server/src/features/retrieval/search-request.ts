import { BrainError, type contract, type Output } from '@brain-ai/contract'
import type { PassageFilter } from './passage-filter.ts'
import { type ParsedSearch, parseSearch } from './query/parse-search.ts'

type Query = Output<typeof contract.retrieval.search.query>

/** A search with several of each: what a search with one of each is, too. */
export type SearchRequest = Output<typeof contract.retrieval.searchWith.body>

const maxConditions = 32

export function severalOfEach(query: Query): SearchRequest {
  const { collection, document, tag, format, language, author, ...rest } = query
  const listed = <T>(one: T | undefined) => (one === undefined ? undefined : [one])
  return {
    ...rest,
    collections: listed(collection),
    documents: listed(document),
    tags: listed(tag),
    formats: listed(format),
    languages: listed(language),
    authors: listed(author),
  }
}

/** @throws BrainError request/invalid for more conditions than anyone means */
export function readSearch(request: SearchRequest): { parsed: ParsedSearch; filter: PassageFilter } {
  const { collections, documents, tags, formats, authors, from, to } = request
  const parsed = parseSearch(request.q)
  const { phrases, excluded, excludedTitles } = parsed
  const titles = request.title === undefined ? parsed.titles : [...parsed.titles, request.title]
  const conditions = [phrases, excluded, titles, excludedTitles]
  if (conditions.reduce((sum, { length }) => sum + length, 0) > maxConditions)
    throw new BrainError(
      'request/invalid',
      `At most ${maxConditions} phrases, words to leave out and words of the title can be asked for at once.`,
    )
  const given = (list: readonly string[]) => (list.length > 0 ? list : undefined)
  const filter = {
    collections,
    documents,
    tags,
    formats,
    languages: request.languages?.map((language) => language.toLowerCase()),
    authors,
    from,
    to,
    titles: given(titles),
    excludedTitles: given(excludedTitles),
    phrases: given(phrases),
    excluded: given(excluded),
  }
  return { parsed, filter }
}
