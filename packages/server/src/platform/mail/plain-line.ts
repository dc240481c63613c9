/**
 * Words of others as one line of visible text. Line breaks would end a header, and marks that change the direction of writing
 * would let a name rewrite the sentence around it.
 */
export function plainLine(words: string, maxLength = 120): string {
  const line = words
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  const letters = [...line]
  return letters.length > maxLength ? `${letters.slice(0, maxLength - 1).join('')}…` : line
}
