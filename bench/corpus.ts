/** A stream of numbers in [0, 1) that is the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const onsets = [
  'b',
  'br',
  'c',
  'ch',
  'd',
  'dr',
  'f',
  'fl',
  'g',
  'gr',
  'h',
  'j',
  'k',
  'l',
  'm',
  'n',
  'p',
  'pl',
  'qu',
  'r',
  's',
  'sh',
  'st',
  't',
  'tr',
  'v',
  'w',
  'z',
]
const nuclei = ['a', 'e', 'i', 'o', 'u', 'ai', 'ea', 'ie', 'ou', 'oo']
const codas = ['', '', 'n', 'r', 's', 't', 'l', 'm', 'nd', 'ck', 'st', 'ng']
const functionWords =
  'the of and to in a is that for it as was with be by on not he this are or his from at which but have an had they you were'.split(
    ' ',
  )

/**
 * Text that behaves like a language where an index is concerned: a Zipf vocabulary that keeps growing, function words,
 * sentences, paragraphs, headings, and topics that hold words together. The same seed gives the same text.
 */
export class Corpus {
  readonly #random: () => number
  readonly #vocabulary: string[]

  constructor(seed = 1, words = 25_000) {
    this.#random = randomNumbers(seed)
    const seen = new Set<string>()
    while (seen.size < words) seen.add(this.#word())
    this.#vocabulary = [...seen]
  }

  /** A Markdown document of about that many characters. */
  document(characters: number): { title: string; text: string } {
    const topic = Math.floor(this.#random() * 400)
    const title = this.#words(topic, 3).join(' ')
    const parts = [`# ${capital(title)}`]
    let length = 0
    while (length < characters) {
      if (parts.length % 5 === 1) parts.push(`## ${capital(this.#words(topic, 2).join(' '))}`)
      const paragraph = Array.from({ length: 3 + Math.floor(this.#random() * 4) }, () => this.#sentence(topic)).join(' ')
      parts.push(paragraph)
      length += paragraph.length
    }
    return { title: capital(title), text: parts.join('\n\n') }
  }

  /** A question with words that documents on one topic share. */
  question(): string {
    const topic = Math.floor(this.#random() * 400)
    return `what is the ${this.#words(topic, 2 + Math.floor(this.#random() * 3)).join(' ')}?`
  }

  #sentence(topic: number): string {
    const words = Array.from({ length: 8 + Math.floor(this.#random() * 14) }, () =>
      this.#random() < 0.42 ? functionWords[Math.floor(this.#random() ** 2 * functionWords.length)]! : this.#words(topic, 1)[0]!,
    )
    return `${capital(words.join(' '))}.`
  }

  // Every third word belongs to the topic; the others follow Zipf's law with exponent near 1.
  #words(topic: number, count: number): string[] {
    return Array.from({ length: count }, () => {
      const rank = Math.exp(this.#random() * Math.log(this.#vocabulary.length)) - 1
      const place = this.#random() < 0.33 ? 500 + topic * 120 + Math.floor(this.#random() ** 2 * 120) : Math.floor(rank)
      return this.#vocabulary[Math.min(place, this.#vocabulary.length - 1)]!
    })
  }

  #word(): string {
    const syllables = 1 + Math.floor(this.#random() * 3)
    return Array.from({ length: syllables }, () => this.#pick(onsets) + this.#pick(nuclei) + this.#pick(codas)).join('')
  }

  #pick(from: readonly string[]): string {
    return from[Math.floor(this.#random() * from.length)]!
  }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
