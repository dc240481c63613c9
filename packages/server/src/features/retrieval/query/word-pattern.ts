import { withoutSpaces } from '../lexical/word-characters.ts'

// Patterns for the regular expressions of PostgreSQL that mean the same whatever locale the database has: there, upper and lower
// case and what is a letter may be known of ASCII alone. So each letter is given in both cases, and letters are told by ranges.

// Letters, digits and marks, roughly: beyond ASCII all but the blocks of punctuation, symbols and spaces.
const wordRanges =
  '0-9A-Za-z\\u00aa\\u00b5\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u1fff\\u2c00-\\u2dff\\u3005-\\u3007\\u3041-\\ud7ff\\uf900-\\ufdff\\ufe70-\\ufeff\\uff10-\\uff19\\uff21-\\uff3a\\uff41-\\uff5a\\uff66-\\uffdc'
const wordCharacters = /[\p{L}\p{N}\p{M}]+/gu

/** Whole words in a row, with anything but words between them. */
export function wordsPattern(text: string): string {
  const words = text.match(wordCharacters) ?? []
  const inRow = words.map(eitherCase).join(`[^${wordRanges}]+`)
  // Scripts that write no spaces have no edges of words to find.
  const before = withoutSpaces.test(text[0] ?? '') ? '' : `(?:^|[^${wordRanges}])`
  const after = withoutSpaces.test(text.at(-1) ?? '') ? '' : `(?:$|[^${wordRanges}])`
  return `${before}${inRow}${after}`
}

/** These characters somewhere, runs of spaces alike. */
export const partPattern = (text: string): string => text.trim().split(/\s+/).map(eitherCase).join('\\s+')

/** The whole of a name. */
export const namePattern = (text: string): string => `^\\s*${partPattern(text)}\\s*$`

function eitherCase(text: string): string {
  return [...text]
    .map((character) => {
      const cases = new Set([character, character.toLowerCase(), character.toUpperCase()])
      const single = [...cases].filter((each) => [...each].length === 1).map(escaped)
      return single.length === 1 ? single[0]! : `[${single.join('')}]`
    })
    .join('')
}

function escaped(character: string): string {
  if (/[\p{L}\p{N}\p{M}]/u.test(character)) return character
  return `\\U${character.codePointAt(0)!.toString(16).padStart(8, '0')}`
}
