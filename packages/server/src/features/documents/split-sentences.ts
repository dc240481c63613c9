import { abbreviationsOf, beforeGermanOrdinals, beforeNumbers, germanOrdinalNouns } from './abbreviations.ts'

const newline = 0x0a
const dot = 0x2e
const rareTerminators = new Set([...'…。！？｡'].map((sign) => sign.charCodeAt(0)))
const wideTerminators = new Set([...'。！？｡'].map((sign) => sign.charCodeAt(0)))
const closers = new Set([...'"\')]}»«”’“›‹」』）'].map((sign) => sign.charCodeAt(0)))

const isTerminator = (code: number): boolean =>
  code === dot || code === 0x21 || code === 0x3f || (code > 0x2000 && rareTerminators.has(code))

/** What JavaScript counts as white space. */
export function isWhiteSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d)
  return (
    code === 0xa0 ||
    code === 0x3000 ||
    code === 0xfeff ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x1680
  )
}

/**
 * The sentences of a text as UTF-16 offsets, in order; between them lies white space only. Dots of abbreviations, decimals,
 * ordinals, initials and addresses end nothing. A blank line always ends a sentence, a line break only where the line was not
 * merely wrapped: list items, table rows and titles stand alone. Takes linear time.
 * @param language ISO 639-1; decides about abbreviations
 */
export function splitSentences(text: string, language: string): { start: number; end: number }[] {
  const sentences: { start: number; end: number }[] = []
  const abbreviations = abbreviationsOf(language)
  let start = skipBlank(text, 0)
  let lineStart = start

  const close = (end: number) => {
    sentences.push({ start, end: trimBack(text, start, end) })
    start = skipBlank(text, end)
  }

  for (let i = start; i < text.length; ) {
    const code = text.charCodeAt(i)
    if (code === newline) {
      if (i > start && endsLine(text, lineStart, i)) {
        close(i)
        i = start
        lineStart = start
      } else lineStart = ++i
    } else if (isTerminator(code)) {
      let end = i + 1
      while (end < text.length && isTerminator(text.charCodeAt(end))) end++
      const isSingleDot = code === dot && end === i + 1
      while (end < text.length && closers.has(text.charCodeAt(end))) end++
      const isEnd =
        endsSentence(text, end, wideTerminators.has(code)) &&
        !(isSingleDot && isInnerDot(text, start, i, end, language, abbreviations))
      if (isEnd) {
        close(end)
        if (text.slice(end, start).includes('\n')) lineStart = start
        i = start
      } else i = end
    } else i++
  }
  if (start < text.length) close(text.length)
  return sentences
}

function skipBlank(text: string, from: number): number {
  let at = from
  while (at < text.length && isWhiteSpace(text.charCodeAt(at))) at++
  return at
}

function trimBack(text: string, start: number, end: number): number {
  let at = end
  while (at > start && isWhiteSpace(text.charCodeAt(at - 1))) at--
  return at
}

/** White space must follow, and then no small letter: »"Really?" he asked« goes on. */
function endsSentence(text: string, end: number, isWide: boolean): boolean {
  if (end >= text.length || isWide) return true
  if (!isWhiteSpace(text.charCodeAt(end))) return false
  const next = skipBlank(text, end)
  return next >= text.length || hasBlankLine(text, end, next) || !isLower(text, next)
}

function hasBlankLine(text: string, from: number, to: number): boolean {
  let breaks = 0
  // Not by indexOf, which would search the rest of a long text every time.
  for (let at = from; at < to && breaks < 2; at++) if (text.charCodeAt(at) === newline) breaks++
  return breaks === 2
}

/** Whether the dot at `at` belongs to its word. `end` is behind the dot and what closes after it. */
function isInnerDot(
  text: string,
  start: number,
  at: number,
  end: number,
  language: string,
  abbreviations: ReadonlySet<string>,
): boolean {
  const next = skipBlank(text, end)
  if (next >= text.length || hasBlankLine(text, end, next)) return false
  const word = wordBefore(text, start, at)
  if (word === '') return false
  const isFirst = at - word.length <= start
  if (/^\d+$/.test(word))
    return isFirst || (language === 'de' && word.length <= 2 && isGermanOrdinal(text, start, at - word.length, next))
  if (isFirst && /^[IVXLC]{1,5}$/.test(word)) return true
  // Initials and the halves of "z. B."; "e.g.", "U.S."
  if (/^\p{L}$/u.test(word) || /^(?:\p{L}{1,3}\.)+\p{L}{1,3}$/u.test(word)) return true
  const lower = word.toLowerCase()
  if (beforeNumbers.has(lower) && /[\d§IVX]/.test(text[next]!)) return true
  return abbreviations.has(lower)
}

// Longer than any abbreviation; a longer run is an address or a name.
const maxWord = 24

function wordBefore(text: string, start: number, at: number): string {
  let from = at
  while (from > start && at - from < maxWord && !isWhiteSpace(text.charCodeAt(from - 1))) from--
  return text.slice(from, at).replace(/^[^\p{L}\p{N}]+/u, '')
}

/** "am 3. Oktober", "die 2. Auflage", but not "Es waren 30. Danach …". */
function isGermanOrdinal(text: string, start: number, wordStart: number, next: number): boolean {
  const following = /^\p{L}+/u.exec(text.slice(next, next + maxWord))?.[0].toLowerCase()
  if (following !== undefined && germanOrdinalNouns.has(following)) return true
  const before = wordBefore(text, start, trimBack(text, start, wordStart)).toLowerCase()
  return beforeGermanOrdinals.has(before)
}

function isLower(text: string, at: number): boolean {
  const letter = String.fromCodePoint(text.codePointAt(at)!)
  return letter !== letter.toUpperCase() && letter === letter.toLowerCase()
}

const startsItem = /^(?:[-*•–]|\d{1,3}[.)])\s/
const shortestWrappedLine = 50

/** Whether a line break at `at` ends what the line says. Looks at this line and the start of the next. */
function endsLine(text: string, lineStart: number, at: number): boolean {
  const next = skipBlank(text, at)
  if (next >= text.length || hasBlankLine(text, at, next)) return true
  if (startsItem.test(text.slice(next, next + 6))) return true
  const line = text.slice(lineStart, at)
  if (line.includes(' · ') || line.includes(' | ')) return true
  return !isLower(text, next) && line.length < shortestWrappedLine
}
