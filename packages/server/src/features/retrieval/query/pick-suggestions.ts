import type { CandidatePassage } from '../lexical/rank-candidates.ts'
import { forEachWord } from '../lexical/word-characters.ts'

export type Suggestion = {
  readonly text: string
  readonly kind: 'title' | 'heading'
  readonly documentId: string
  /** UTF-16 offset into the text of the document where it leads to */
  readonly start: number
}

/**
 * Titles and headings of the passages that hold every word typed so far, the last one as the beginning of a word. Titles first,
 * then headings, each in the order of ranking and only once.
 */
export function pickSuggestions(typed: string, ranked: readonly CandidatePassage[], limit: number): Suggestion[] {
  const asked = wordsOf(typed)
  if (asked.length === 0) return []
  const byText = new Map<string, Suggestion>()
  const offer = (suggestion: Suggestion) => {
    const key = suggestion.text.toLowerCase()
    if (!byText.has(key) && fits(suggestion.text, asked)) byText.set(key, suggestion)
  }
  for (const { documentTitle, documentId } of ranked) offer({ text: documentTitle, kind: 'title', documentId, start: 0 })
  for (const { headingPath, documentId, start } of ranked)
    for (const heading of headingPath.toReversed()) offer({ text: heading, kind: 'heading', documentId, start })
  return [...byText.values()].slice(0, limit)
}

function fits(text: string, asked: readonly string[]): boolean {
  const words = wordsOf(text)
  const last = asked.length - 1
  return asked.every((word, i) => words.some((each) => (i === last ? each.startsWith(word) : each === word)))
}

function wordsOf(text: string): string[] {
  const words: string[] = []
  forEachWord(text, (word) => void words.push(word))
  return words
}
