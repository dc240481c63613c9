import { forEachTermAmong, languageOf } from '../lexical/analyzer.ts'
import type { FuzzyTerm } from '../lexical/fuzzy-terms.ts'
import type { CandidatePassage } from '../lexical/rank-candidates.ts'
import { forEachWord } from '../lexical/word-characters.ts'

const likeEnough = 0.2
const passagesLookedAt = 10

/**
 * The question as it was probably meant: words that nobody wrote, in the spelling of the passages that were found instead.
 * Only what stands in those passages is ever offered, so nobody is shown a word of a document they may not read.
 * @param termsOfWord the terms of the index that a word of the question was looked up by
 * @returns undefined where there is nothing better to offer
 */
export function correctSpelling(
  question: string,
  standIns: readonly FuzzyTerm[],
  found: readonly CandidatePassage[],
  termsOfWord: (word: string) => readonly string[],
): string | undefined {
  const likeliest = new Map<string, string>()
  for (const isLikely of [isOneSlip, ({ weight }: FuzzyTerm) => weight >= likeEnough])
    for (const standIn of standIns)
      if (!likeliest.has(standIn.word) && isLikely(standIn)) likeliest.set(standIn.word, standIn.term)
  if (likeliest.size === 0) return undefined
  const spellings = spellingsOf(new Set(likeliest.values()), found.slice(0, passagesLookedAt))

  let corrected = ''
  let copied = 0
  let isChanged = false
  forEachWord(question, (word, start, end) => {
    const term = termsOfWord(word)
      .map((each) => likeliest.get(each))
      .find((each) => each !== undefined)
    const spelling = term === undefined ? undefined : spellings.get(term)
    if (spelling === undefined || spelling.toLowerCase() === word) return
    corrected += question.slice(copied, start) + spelling
    copied = end
    isChanged = true
  })
  return isChanged ? corrected + question.slice(copied) : undefined
}

/** Whether one letter was left out, added, changed or swapped with the next: trigrams make much of that in a short word. The first letter is seldom wrong. */
function isOneSlip({ word, term }: FuzzyTerm): boolean {
  let start = 0
  while (start < word.length && word[start] === term[start]) start++
  let end = 0
  while (end < Math.min(word.length, term.length) - start && word.at(-1 - end) === term.at(-1 - end)) end++
  const [typed, meant] = [word.slice(start, word.length - end), term.slice(start, term.length - end)]
  const isSwapped = typed.length === 2 && typed === [...meant].reverse().join('')
  return start > 0 && ((typed.length <= 1 && meant.length <= 1) || isSwapped)
}

/** How each term is written most often, in the first letters' case it has most often. */
function spellingsOf(terms: ReadonlySet<string>, passages: readonly CandidatePassage[]): Map<string, string> {
  const counts = new Map<string, Map<string, number>>()
  for (const passage of passages) {
    const language = languageOf(passage)
    for (const text of [passage.text, passage.documentTitle]) {
      forEachTermAmong(text, language, terms, (term, start, end) => {
        const spelling = text.slice(start, end)
        const ofTerm = counts.get(term) ?? new Map<string, number>()
        counts.set(term, ofTerm.set(spelling, (ofTerm.get(spelling) ?? 0) + 1))
      })
    }
  }
  return new Map([...counts].map(([term, ofTerm]) => [term, [...ofTerm].sort((a, b) => b[1] - a[1])[0]![0]]))
}
