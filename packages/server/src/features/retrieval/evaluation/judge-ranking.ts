import type { RetrievedPassage } from '../lexical/rank-candidates.ts'

/** A document that a question expects. `passageIds` are null where any passage will do, else those that hold the quote. */
export interface Expectation {
  readonly documentId: string
  readonly passageIds: readonly string[] | null
  readonly relevance: number
}

/** What a question expects, as things that a ranking can be held against. */
export interface Target {
  readonly judgements: ReadonlyMap<string, number>
  /** The things in the order in which they were found. */
  readonly nameRanked: (passages: readonly Pick<RetrievedPassage, 'passageId' | 'documentId'>[]) => string[]
}

/**
 * Where only whole documents are expected, the places of a ranking are documents, each at that of its best passage. Where a quote is
 * expected, they are passages, since that is what a reader goes through; of a document whose passage is named, only that passage counts.
 * @returns undefined where nothing that is expected can be found at the moment
 */
export function targetOf(expectations: readonly Expectation[]): Target | undefined {
  const places = expectations.filter(({ passageIds }) => passageIds !== null && passageIds.length > 0)
  const named = new Set(expectations.filter(({ passageIds }) => passageIds !== null).map(({ documentId }) => documentId))
  const judgements = new Map<string, number>()
  const placeOf = new Map<string, string>()
  const judge = (thing: string, relevance: number) => judgements.set(thing, Math.max(relevance, judgements.get(thing) ?? 0))
  for (const { passageIds, relevance } of places) {
    // Two quotes in one passage are one thing to find.
    const place = passageIds!.map((id) => placeOf.get(id)).find((known) => known !== undefined) ?? `passage ${passageIds![0]}`
    for (const id of passageIds!) placeOf.set(id, place)
    judge(place, relevance)
  }
  for (const { documentId, passageIds, relevance } of expectations)
    if (passageIds === null && !named.has(documentId)) judge(documentId, relevance)
  if (judgements.size === 0) return undefined

  const ranksPassages = named.size > 0
  return {
    judgements,
    nameRanked: (passages) => {
      const things = new Set<string>()
      for (const { passageId, documentId } of passages) {
        const place = placeOf.get(passageId)
        const isNewDocument = !things.has(documentId) && !named.has(documentId)
        if (place !== undefined && !things.has(place)) things.add(place)
        else if (isNewDocument) things.add(documentId)
        else if (ranksPassages) things.add(`other ${passageId}`)
      }
      return [...things]
    },
  }
}
