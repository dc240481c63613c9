import type { Suggestion } from '@brain-ai/contract'
import { wordsOf } from '#documents'

/**
 * The places that have every word typed so far, the last one as the beginning of a word: titles before headings, then those that
 * begin with what was typed, then the shorter ones. A heading that several documents have is told once.
 * @param places each may come several times, once for each of its words
 */
export function pickSuggestions(typed: string, places: readonly Suggestion[], limit: number): Suggestion[] {
  const asked = wordsOf(typed)
  const start = asked.join(' ')
  const fitting = new Map<string, { place: Suggestion; begins: boolean }>()
  for (const place of places) {
    const words = wordsOf(place.text)
    const isSame = place.kind === 'title' ? place.documentId : 'heading'
    const key = `${isSame} ${words.join(' ')}`
    if (!fitting.has(key) && fits(words, asked)) fitting.set(key, { place, begins: words.join(' ').startsWith(start) })
  }
  return [...fitting.values()]
    .sort(
      (a, b) =>
        Number(b.place.kind === 'title') - Number(a.place.kind === 'title') ||
        Number(b.begins) - Number(a.begins) ||
        a.place.text.length - b.place.text.length ||
        compare(a.place.text, b.place.text) ||
        compare(a.place.documentId, b.place.documentId) ||
        a.place.start - b.place.start,
    )
    .slice(0, limit)
    .map(({ place }) => place)
}

function fits(words: readonly string[], asked: readonly string[]): boolean {
  const last = asked.length - 1
  return asked.every((word, i) => words.some((each) => (i === last ? each.startsWith(word) : each === word)))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
