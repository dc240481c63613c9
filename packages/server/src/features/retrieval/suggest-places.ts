import type { Suggestion } from '@brain-ai/contract'
import { wordsOf } from '#documents'
import type { WorkspaceContext } from '#platform/context'
import { pickSuggestions } from './query/pick-suggestions.ts'
import { listPlacesByWord } from './suggestion-store.ts'

const placesLookedAt = 300

/** Titles and headings of documents that one may read, while what they are to be found by is still being typed. */
export async function suggestPlaces(
  ctx: WorkspaceContext,
  { q, limit }: { q: string; limit: number },
): Promise<{ suggestions: Suggestion[] }> {
  const words = wordsOf(q)
  if (words.length === 0) return { suggestions: [] }
  // The longest word has the fewest places. The last one may not be whole yet.
  const word = words.reduce((longest, each) => (each.length > longest.length ? each : longest))
  const isWhole = word !== words.at(-1)
  const places = await ctx.transact((db) => listPlacesByWord(db, { word, isWhole }, placesLookedAt))
  return { suggestions: pickSuggestions(q, places, limit) }
}
