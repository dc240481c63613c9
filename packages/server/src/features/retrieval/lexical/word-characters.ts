const isWordCharacter = /[\p{L}\p{N}\p{M}]/u
// Invisible inside a word: soft hyphen, zero-width space and joiners, byte order mark.
const invisible = new Set([0xad, 0x200b, 0x200c, 0x200d, 0x2060, 0xfeff])

// Their compatible form is digits: 6½ would read 61⁄2.
const fraction = /[¼-¾⅐-⅞↉]/u

const endsWord = 0
/** What the tables below hold for a character that belongs to a word but is no part of its letters. */
export const ignored = 1

// One look-up per UTF-16 code unit is ten times faster than a Unicode regular expression, and indexing is mostly this.
function makeFoldTable(): Uint16Array {
  const table = new Uint16Array(0x10000)
  for (let unit = 0; unit < 0x10000; unit++) {
    const character = String.fromCharCode(unit)
    if (invisible.has(unit)) table[unit] = ignored
    else if (unit >= 0xd800 && unit <= 0xdfff) table[unit] = unit
    else if (isWordCharacter.test(character) && !fraction.test(character)) {
      const lower = character.toLowerCase()
      table[unit] = lower.length === 1 ? lower.charCodeAt(0) : unit
    }
  }
  return table
}

/** UTF-16 code unit → its lower-case form, `ignored`, or 0 where a word ends. Halves of surrogate pairs count as letters. */
export const foldTable: Uint16Array = makeFoldTable()

/** Scripts that write no spaces: words have no edges in them. */
export const withoutSpaces = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

const maxWordLength = 64

/**
 * Visits every word of a text in order: lower case, NFKC, at most 64 characters. `start` and `end` are UTF-16 offsets into the
 * text as it was given, so they hold for highlights; one run of the text can yield two words.
 */
export function forEachWord(text: string, visit: (word: string, start: number, end: number) => void): void {
  forEachHashedWord(text, () => true, visit)
}

/**
 * As `forEachWord`, but only words that are wanted by their hash, as `hashOfWord` has it, or by the two letters they begin with in lower
 * case: most words of a text are passed over without being cut out of it. A word that has to be normalized first is visited in any case.
 * @param isWanted may say yes to others too; the second letter is 0 for a word of one
 */
export function forEachHashedWord(
  text: string,
  isWanted: (hash: number, first: number, second: number) => boolean,
  visit: (word: string, start: number, end: number) => void,
): void {
  let start = -1
  let hash = 0
  let first = 0
  let second = 0
  let isPlain = true
  let isLower = true
  for (let i = 0; i <= text.length; i++) {
    const unit = i < text.length ? text.charCodeAt(i) : 0
    const folded = foldTable[unit]!
    if (folded !== endsWord) {
      if (start < 0) {
        if (folded === ignored) continue
        start = i
        hash = 0
        first = folded
        second = 0
        isPlain = isLower = true
      }
      if (i === start + 1) second = folded
      if (!isPlainLetter(unit)) isPlain = false
      if (folded !== unit) isLower = false
      hash = addToHash(hash, folded)
    } else if (start >= 0) {
      const isLong = i - start > maxWordLength
      if (!isPlain || isLong) {
        for (const word of normalizeWord(text.slice(start, i))) visit(word, start, i)
      } else if (isWanted(hash, first, second)) {
        const raw = text.slice(start, i)
        visit(isLower ? raw : raw.toLowerCase(), start, i)
      }
      start = -1
    }
  }
}

/** The hash of a word in lower case. */
export function hashOfWord(word: string): number {
  let hash = 0
  for (let i = 0; i < word.length; i++) hash = addToHash(hash, foldTable[word.charCodeAt(i)]!)
  return hash
}

const addToHash = (hash: number, unit: number): number => (Math.imul(hash, 31) + unit) | 0

// Of ASCII and of the letters À to ÿ, each is its own compatible form, and its lower case is one character.
const isPlainLetter = (unit: number): boolean => unit <= 0x7f || (unit >= 0xc0 && unit <= 0xff)

function normalizeWord(raw: string): string[] {
  const words: string[] = []
  let word = ''
  for (const character of raw.normalize('NFKC').toLowerCase()) {
    const folded = foldTable[character.charCodeAt(0)]
    if (folded === ignored) continue
    if (folded !== endsWord) word += character
    else if (word !== '') {
      words.push(word.slice(0, maxWordLength))
      word = ''
    }
  }
  if (word !== '') words.push(word.slice(0, maxWordLength))
  return words
}
