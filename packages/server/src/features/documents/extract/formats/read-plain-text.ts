import { decodeText } from '../decode-text.ts'
import { assertNotTooMuchText, type Block, type ReadFormat, type ReadText } from '../extracted-text.ts'

/** Text is kept letter by letter; only its structure is found. */
export const readPlainText: ReadFormat = (bytes, _fileName, { maxCharacters }) => {
  const text = decodeText(bytes)
  assertNotTooMuchText(text.length, maxCharacters)
  return readPlain(text)
}

/** Paragraphs between blank lines, and the headings people make in plain text. Linear in the length of the text. */
export function readPlain(text: string): ReadText {
  const blocks: Block[] = []
  let start = -1
  let end = 0
  const finish = () => {
    if (start !== -1) blocks.push(...classify(text, start, end))
    start = -1
  }
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at)
    const lineEnd = newline === -1 ? text.length : newline
    const [first, last] = trimmed(text, at, lineEnd)
    if (first === last) finish()
    else {
      // Indentation of a first line is kept: in sources it carries meaning.
      if (start === -1) start = text[first - 1] === '\t' || text[first - 1] === ' ' ? at : first
      end = last
    }
    at = lineEnd + 1
  }
  finish()
  const first = blocks[0]
  return {
    title: first?.kind === 'heading' ? text.slice(first.start, first.end) : undefined,
    text,
    blocks,
    pages: [],
    warnings: [],
  }
}

function trimmed(text: string, start: number, end: number): [number, number] {
  while (start < end && isBlank(text.charCodeAt(start))) start++
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return [start, end]
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0xa0 || code === 0xfeff || code === 0x0a

function classify(text: string, start: number, end: number): Block[] {
  const length = end - start
  if (length > 400) return [{ kind: 'paragraph', start, end }]
  const lines = text.slice(start, end).split('\n')
  const [line = '', underline = ''] = lines
  // Title
  // =====
  if (lines.length >= 2 && line.length <= 120 && /^(={3,}|-{3,})$/.test(underline.trim()) && !/[|+]/.test(line)) {
    const level = underline.startsWith('=') ? 1 : 2
    const heading: Block = { kind: 'heading', level, start, end: start + line.trimEnd().length }
    const [restStart, restEnd] = trimmed(text, Math.min(start + line.length + 1 + underline.length, end), end)
    return restStart === restEnd ? [heading] : [heading, { kind: 'paragraph', start: restStart, end: restEnd }]
  }
  if (lines.length === 1 && looksLikeHeading(line.trim()))
    return [{ kind: 'heading', level: headingLevel(line.trim()), start, end }]
  return [{ kind: 'paragraph', start, end }]
}

/** "2.1 Scope of the agreement" and "GENERAL TERMS", alone between blank lines. */
function looksLikeHeading(line: string): boolean {
  if (line.length < 3 || line.length > 80 || /[.,;:!?]$/.test(line)) return false
  if (/^(\d{1,2}\.){1,4}\d{0,2} \p{Lu}/u.test(line) || /^§ ?\d+[a-z]? \p{Lu}/u.test(line)) return true
  return /\p{Lu}{3}/u.test(line) && !/[\p{Ll}=<>{}|]/u.test(line)
}

function headingLevel(line: string): number {
  const numbers =
    /^[\d.]+/
      .exec(line)?.[0]
      .split('.')
      .filter((part) => part !== '').length ?? 1
  return Math.min(6, numbers + 1)
}
