import snowball from 'snowball-stemmers'
import { jointStopWords, type Language, languageByCode, languages, namesThingsInEnglish } from './languages.ts'
import { forEachHashedWord, forEachWord, hashOfWord, withoutSpaces } from './word-characters.ts'

/** Raise it with any change that makes other terms of the same text: an index of another version is rebuilt. */
export const analyzerVersion = 1

/** What the index knows of a passage. Removing needs exactly what was given when it was added. */
export type IndexedText = {
  readonly title: string
  readonly headingPath: readonly string[]
  readonly language: string
  readonly text: string
}
export type PassageTerms = { readonly frequencies: ReadonlyMap<string, number>; readonly length: number }

/** `terms`: term → how often asked; `words`: what the terms came from; `language` is undefined when no word betrays it. */
export type AnalyzedQuestion = {
  readonly terms: ReadonlyMap<string, number>
  readonly words: readonly string[]
  readonly language: string | undefined
}

const titleWeight = 2
const maxTermFrequency = 255

// Which languages a stop word votes for, so that a text is read once and not once per language.
const votesOfWord = new Map<string, number[]>()
for (const [i, language] of languages.entries()) {
  for (const word of language.stopWords) votesOfWord.set(word, [...(votesOfWord.get(word) ?? []), i])
}

// By the last bits of their hashes: what has none of them set is no stop word, and that is most words.
const voterBits = 16
const mayVote = new Uint8Array(1 << voterBits)
for (const word of votesOfWord.keys()) mayVote[hashOfWord(word) & (mayVote.length - 1)] = 1

/** Counts which language the words of a text speak for. */
class LanguageVote {
  readonly #votes = new Array<number>(languages.length).fill(0)

  /** Whether a word of this hash may say something. */
  static isWanted(hash: number): boolean {
    return mayVote[hash & (mayVote.length - 1)] === 1
  }

  add(word: string): void {
    const voted = votesOfWord.get(word)
    if (voted !== undefined) for (const i of voted) this.#votes[i] = this.#votes[i]! + 1
  }

  /** Undefined when none or two of them win. */
  get winner(): string | undefined {
    const best = Math.max(...this.#votes)
    if (best === 0 || this.#votes.indexOf(best) !== this.#votes.lastIndexOf(best)) return undefined
    return languages[this.#votes.indexOf(best)]!.code
  }
}

/** The language by a vote of its stop words, or undefined when none or two of them win. */
export function detectLanguage(text: string): string | undefined {
  const vote = new LanguageVote()
  forEachHashedWord(text, LanguageVote.isWanted, (word) => vote.add(word))
  return vote.winner
}

/** Terms of a passage with the title counted twice and the headings once; `length` is their number in tokens. */
export function analyzePassage(passage: IndexedText): PassageTerms {
  const language = languageOf(passage)
  const frequencies = new Map<string, number>()
  let length = 0
  const add = (text: string, weight: number) =>
    forEachTerm(text, language, (term) => {
      frequencies.set(term, Math.min(maxTermFrequency, (frequencies.get(term) ?? 0) + weight))
      length += weight
    })
  add(passage.title, titleWeight)
  for (const heading of passage.headingPath) if (heading !== passage.title) add(heading, 1)
  add(passage.text, 1)
  return { frequencies, length }
}

/** The language a passage is stemmed in: its own words decide, and only when they are silent what is known of its document. */
export function languageOf({ text, language }: Pick<IndexedText, 'text' | 'language'>): Language {
  return languageByVote(detectLanguage(text), language)
}

function languageByVote(voted: string | undefined, ofDocument: string): Language {
  return languageByCode.get(voted ?? ofDocument) ?? languages[0]!
}

/** A question in the terms of the index. Without a telling word it is stemmed as English and as German. */
export function analyzeQuestion(question: string): AnalyzedQuestion {
  const language = detectLanguage(question)
  const terms = new Map<string, number>()
  const words = new Set<string>()
  const stemAs = language === undefined ? [languages[0]!, languages[1]!] : [languageByCode.get(language)!]
  forEachWord(question, (word) => {
    const found = new Set<string>()
    for (const each of stemAs) for (const term of stemsOf(each).termsOf(word)) found.add(term)
    for (const term of found) terms.set(term, (terms.get(term) ?? 0) + 1)
    if (found.size > 0) words.add(word)
  })
  return { terms, words: [...words], language }
}

/**
 * The terms of which a passage has at least one if it has this word, whatever language it was indexed in; undefined where it need
 * have none, as for a stop word.
 */
export function possibleTerms(word: string): readonly string[] | undefined {
  const terms = new Set<string>()
  for (const language of withoutSpaces.test(word) ? [] : languages) {
    const ofLanguage = stemsOf(language).termsOf(word)
    if (ofLanguage.length === 0) return undefined
    for (const term of ofLanguage) terms.add(term)
  }
  return terms.size === 0 ? undefined : [...terms]
}

/** Visits the terms of a text with the place of the word they came from; stop words are left out. */
export function forEachTerm(text: string, language: Language, visit: VisitTerm): void {
  const stems = stemsOf(language)
  forEachWord(text, (word, start, end) => {
    for (const term of stems.termsOf(word)) visit(term, start, end)
  })
}

/**
 * As `forEachTerm`, for some terms only. A stemmer takes endings away, so a word that begins with other letters than all of the terms is
 * passed over. Letters with accents may lose these, and an English y may become i, as in dying: such words are looked at.
 */
export function forEachTermAmong(text: string, language: Language, terms: ReadonlySet<string>, visit: VisitTerm): void {
  const stems = stemsOf(language)
  forEachHashedWord(text, beginsLikeOneOf(terms), (word, start, end) => {
    for (const term of stems.termsOf(word)) if (terms.has(term)) visit(term, start, end)
  })
}

/** The same of a passage whose language is not known yet: it is told by the same reading. */
export function forEachTermOfPassage(
  passage: Pick<IndexedText, 'text' | 'language'>,
  terms: ReadonlySet<string>,
  visit: VisitTerm,
): void {
  const vote = new LanguageVote()
  const beginsLikeATerm = beginsLikeOneOf(terms)
  const words: { readonly word: string; readonly start: number; readonly end: number }[] = []
  forEachHashedWord(
    passage.text,
    (hash, first, second) => LanguageVote.isWanted(hash) || beginsLikeATerm(hash, first, second),
    (word, start, end) => {
      vote.add(word)
      words.push({ word, start, end })
    },
  )
  const stems = stemsOf(languageByVote(vote.winner, passage.language))
  for (const { word, start, end } of words) for (const term of stems.termsOf(word)) if (terms.has(term)) visit(term, start, end)
}

type VisitTerm = (term: string, start: number, end: number) => void

function beginsLikeOneOf(terms: ReadonlySet<string>): (hash: number, first: number, second: number) => boolean {
  const beginnings = new Set<number>()
  const firsts = new Uint8Array(0x80)
  for (const term of terms) {
    const first = term.charCodeAt(0)
    if (first < firsts.length) firsts[first] = 1
    beginnings.add(beginningOf(first, term.length > 1 ? term.charCodeAt(1) : 0))
  }
  return (_hash, first, second) =>
    first >= firsts.length || (firsts[first] === 1 && (second >= firsts.length || beginnings.has(beginningOf(first, second))))
}

const [i, y] = ['i', 'y'].map((letter) => letter.charCodeAt(0)) as [number, number]

const beginningOf = (first: number, second: number): number => (first << 16) | (second === y ? i : second)

const firstOfThem = 0x0e00

function makeTerms(word: string, language: Language, stemmer: Stemmer): readonly string[] {
  if (isStopWord(word, language)) return []
  // Scripts that write no spaces have no words to find; pairs of characters stand in for them.
  if (word.charCodeAt(0) >= firstOfThem && word.length > 2 && withoutSpaces.test(word)) {
    const characters = [...word]
    return characters.slice(1).map((character, i) => characters[i]! + character)
  }
  return [stemmer.stem(word) || word]
}

function isStopWord(word: string, language: Language): boolean {
  if (language.code === 'en' && namesThingsInEnglish.has(word)) return false
  return jointStopWords.has(word)
}

type Stemmer = { stem(word: string): string }

// A stem costs 10 to 20 µs and texts repeat their words, so each is computed once. Pure, so sharing it is safe.
const maxMemo = 100_000

class Stems {
  readonly #language: Language
  readonly #stemmer: Stemmer
  readonly #memo = new Map<string, readonly string[]>()

  constructor(language: Language) {
    this.#language = language
    this.#stemmer = snowball.newStemmer(language.stemmer)
  }

  termsOf(word: string): readonly string[] {
    let terms = this.#memo.get(word)
    if (terms === undefined) {
      if (this.#memo.size >= maxMemo) this.#memo.clear()
      terms = makeTerms(word, this.#language, this.#stemmer)
      this.#memo.set(word, terms)
    }
    return terms
  }
}

const stemsByLanguage = new Map<Language, Stems>()

function stemsOf(language: Language): Stems {
  const stems = stemsByLanguage.get(language) ?? new Stems(language)
  stemsByLanguage.set(language, stems)
  return stems
}
