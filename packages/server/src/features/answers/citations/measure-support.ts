import { splitSentences } from '#documents'
import { forEachTerm, languageOf } from '#retrieval'
import { numbersAndWordsIn, numbersIn } from './numbers-in-words.ts'

/** What a passage says, with where it stands: a sentence may name what the title or a heading names. */
export interface CitedText {
  readonly text: string
  readonly documentTitle: string
  readonly headingPath: readonly string[]
  readonly language: string
}

/** How far a text bears out a sentence, and why not. */
export interface Support {
  /** 0 to 1; null where it cannot be told by words, as between two languages. */
  readonly score: number | null
  /** Numbers and names of the sentence that the text does not hold. */
  readonly missing: readonly string[]
}

// Measured: bench/citations.ts.
const weightOfNumber = 2
const weightOfName = 1.6
const shareOfPlace = 0.35
const mostWithoutNumber = 0.25
const mostWithoutName = 0.5
const sentencesTogether = 3

/**
 * How far one or more cited texts bear out a sentence: the share of its words, by weight, that stand there, more where they stand
 * together. A number that is nowhere among them is no support, whatever else fits.
 */
export function measureSupport(sentence: string, cited: readonly CitedText[]): Support {
  const claim = readClaim(sentence, cited[0]?.language ?? 'en')
  const all = cited.map(textOf).join('\n')
  const numbers = numbersAndWordsIn(all)
  const missing = [...claim.numbers].filter((number) => !numbers.has(number))
  if (cited.length === 0) return { score: 0, missing }
  const isTranslated = cited.every((one) => languageOf(one).code !== claim.language)
  if (isTranslated && claim.numbers.size === 0) return { score: null, missing }
  if (isTranslated) return { score: missing.length === 0 ? null : 0, missing }
  if (claim.words.length === 0) return { score: claim.numbers.size > 0 && missing.length === 0 ? 1 : null, missing }

  const terms = new Set(cited.flatMap((one) => termsOf(textOf(one), one)))
  const met = claim.words.map(({ term }) => meet(term, terms))
  const whole = share(claim.words, met)
  const place = Math.max(...cited.map((one) => bestPlace(claim.words, one)))
  let score = (1 - shareOfPlace) * whole + shareOfPlace * place
  const names = claim.words.filter(({ isName }, i) => isName && met[i]! < 0.5).map(({ written }) => written)
  if (names.length > 0) score = Math.min(score, mostWithoutName)
  if (missing.length > 0) score = Math.min(score, mostWithoutNumber)
  return { score, missing: [...missing, ...names] }
}

/** Where in a passage a sentence is borne out best, as offsets into its text: one sentence of it, or two that follow each other. */
export function findQuote(sentence: string, passage: CitedText): { start: number; end: number } {
  const { words, numbers } = readClaim(sentence, passage.language)
  const sentences = splitSentences(passage.text, passage.language)
  let best = { start: sentences[0]?.start ?? 0, end: sentences[0]?.end ?? passage.text.length, score: -1 }
  for (const [i, { start, end }] of sentences.entries())
    for (const last of [i, i + 1]) {
      const until = last === i ? end : sentences[last]?.end
      if (until === undefined) continue
      const text = passage.text.slice(start, until)
      const there = numbersAndWordsIn(text)
      const found = [...numbers].filter((number) => there.has(number)).length
      const terms = new Set(termsOf(text, passage))
      // Longer than needed is worse: a quote is read.
      const score =
        share(
          words,
          words.map(({ term }) => meet(term, terms)),
        ) +
        0.5 * found -
        (last - i) * 0.15
      if (score > best.score) best = { start, end: until, score }
    }
  return { start: best.start, end: best.end }
}

interface ClaimWord {
  readonly term: string
  readonly written: string
  readonly weight: number
  readonly isName: boolean
}

function readClaim(sentence: string, likely: string): { words: ClaimWord[]; numbers: Set<string>; language: string } {
  const text = sentence.replace(/\[\d+\]/g, ' ').replace(/[*_`#>|]/g, ' ')
  const language = languageOf({ text, language: likely })
  const words = new Map<string, ClaimWord>()
  let isFirst = true
  forEachTerm(text, language, (term, start, end) => {
    const written = text.slice(start, end)
    const isName =
      language.code !== 'de' && !isFirst && /^\p{Lu}/u.test(written) && !/^\p{Lu}/u.test(text.slice(0, start).trim().slice(-1))
    isFirst = false
    if (/^\p{Nd}+$/u.test(written)) words.set(term, { term, written, weight: weightOfNumber, isName: false })
    else if (!words.has(term)) words.set(term, { term, written, weight: isName ? weightOfName : 1, isName })
  })
  return { words: [...words.values()], numbers: numbersIn(text), language: language.code }
}

function bestPlace(words: readonly ClaimWord[], cited: CitedText): number {
  const sentences = splitSentences(cited.text, cited.language)
  const around = termsOf(`${cited.documentTitle}\n${cited.headingPath.join('\n')}`, cited)
  const terms = sentences.map(({ start, end }) => termsOf(cited.text.slice(start, end), cited))
  let best = 0
  for (let i = 0; i < Math.max(1, terms.length - sentencesTogether + 1); i++) {
    const together = new Set([...terms.slice(i, i + sentencesTogether).flat(), ...around])
    best = Math.max(
      best,
      share(
        words,
        words.map(({ term }) => meet(term, together)),
      ),
    )
  }
  return best
}

function share(words: readonly ClaimWord[], met: readonly number[]): number {
  const total = words.reduce((sum, { weight }) => sum + weight, 0)
  return total === 0 ? 0 : words.reduce((sum, { weight }, i) => sum + weight * met[i]!, 0) / total
}

const textOf = ({ documentTitle, headingPath, text }: CitedText) => `${documentTitle}\n${headingPath.join('\n')}\n${text}`

function termsOf(text: string, passage: Pick<CitedText, 'text' | 'language'>): string[] {
  const terms: string[] = []
  forEachTerm(text, languageOf(passage), (term) => terms.push(term))
  return terms
}

const minShared = 4
const partly = 0.9

/** A word is met by itself, and in part by a compound or another form of it. */
function meet(term: string, terms: ReadonlySet<string>): number {
  if (terms.has(term)) return 1
  let best = 0
  for (const other of terms) {
    const [shorter, longer] = term.length < other.length ? [term, other] : [other, term]
    if (shorter.length < minShared) continue
    let shared = 0
    while (shared < shorter.length && term[shared] === other[shared]) shared++
    if (shared < minShared) shared = shorter.length > minShared && longer.includes(shorter) ? shorter.length : 0
    const ratio = shared / longer.length
    if (ratio >= 0.5) best = Math.max(best, partly * ratio)
  }
  return best
}
