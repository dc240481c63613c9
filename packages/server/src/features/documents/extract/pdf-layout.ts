import type { PdfLine } from './pdf-lines.ts'
import { joinCells } from './table-rows.ts'
import type { TextBuilder } from './text-builder.ts'

/** What is usual in a document, by which the unusual is told: headings are larger, paragraphs are set apart. */
export interface PdfMeasures {
  bodySize: number
  /** Distance of two lines of one paragraph, in sizes of the text. */
  lineGap: number
  /** Sizes that are larger than the body's, largest first: the levels of headings. */
  headingSizes: number[]
}

export function measure(pages: PdfLine[][]): PdfMeasures {
  const characters = new Map<number, number>()
  const gaps = new Map<number, number>()
  for (const lines of pages) {
    for (const [index, line] of lines.entries()) {
      count(characters, roundedSize(line.size), line.text.length)
      const next = lines[index + 1]
      const gap = next === undefined ? 0 : (line.y - next.y) / Math.max(1, line.size)
      if (gap > 0.8 && gap < 3) count(gaps, Math.round(gap * 10) / 10, 1)
    }
  }
  const bodySize = mostFrequent(characters) ?? 10
  const headingSizes = [...characters.keys()].filter((size) => size >= bodySize * 1.14).sort((a, b) => b - a)
  return { bodySize, lineGap: mostFrequent(gaps) ?? 1.2, headingSizes }
}

/** Writes the lines of one page as headings, paragraphs, list items and table rows. */
export function addPage(builder: TextBuilder, page: number, lines: PdfLine[], measures: PdfMeasures): void {
  builder.page(page)
  const widest = lines.reduce((right, line) => Math.max(right, line.right), 0)
  let at = 0
  if (goesOnOverPage(builder, lines[0], measures)) {
    at = paragraphEnd(lines, 0, measures, widest)
    builder.continueLast(builder.lastPart.endsWith('-') ? '' : ' ', joinLines(lines.slice(0, at)))
  }
  while (at < lines.length) {
    const line = lines[at]!
    if (isRow(lines, at)) {
      builder.add('table-row', joinCells(line.cells))
      at++
      continue
    }
    const end = paragraphEnd(lines, at, measures, widest)
    const text = joinLines(lines.slice(at, end))
    const level = headingLevel(line, text, measures)
    if (level !== undefined) builder.heading(level, text)
    else builder.add(startsItem(line.text) ? 'list-item' : 'paragraph', text.replace(/^[•◦▪‣·●○■]\s*/, '- '))
    at = end
  }
}

/** A paragraph that has not come to an end goes on at the top of the next page. */
function goesOnOverPage(builder: TextBuilder, first: PdfLine | undefined, measures: PdfMeasures): boolean {
  if (first === undefined || builder.lastBlock?.kind !== 'paragraph') return false
  return /[\p{L},;-]$/u.test(builder.lastPart) && /^\p{Ll}/u.test(first.text) && roundedSize(first.size) === measures.bodySize
}

/** Where the paragraph that begins at `start` ends. */
function paragraphEnd(lines: PdfLine[], start: number, measures: PdfMeasures, widest: number): number {
  let end = start + 1
  while (end < lines.length && belongsTogether(lines[end - 1]!, lines[end]!, measures, widest) && !isRow(lines, end)) end++
  return end
}

function belongsTogether(line: PdfLine, next: PdfLine, measures: PdfMeasures, widest: number): boolean {
  if (Math.abs(line.size - next.size) > line.size * 0.08 || startsItem(next.text)) return false
  const gap = (line.y - next.y) / Math.max(1, line.size)
  // Upwards means the next column, where only an unfinished sentence goes on.
  if (gap < 0) return /[\p{L},;-]$/u.test(line.text) && /^\p{Ll}/u.test(next.text)
  const isHeading = roundedSize(line.size) >= measures.bodySize * 1.14
  if (gap > (isHeading ? 1.8 : measures.lineGap * 1.3 + 0.05)) return false
  if (isHeading) return true
  const isFinished = /[.!?:]["”»)]?$/.test(line.text)
  const isIndented = next.x > line.x + next.size
  const isShort = line.right < widest - (widest - line.x) * 0.25
  return !(isFinished && (isIndented || isShort))
}

/** A line in columns next to another one: a single wide gap can be chance. */
function isRow(lines: PdfLine[], at: number): boolean {
  const hasColumns = (index: number) => (lines[index]?.cells.length ?? 0) > 1
  return hasColumns(at) && (hasColumns(at - 1) || hasColumns(at + 1))
}

function headingLevel(line: PdfLine, text: string, measures: PdfMeasures): number | undefined {
  const rank = measures.headingSizes.indexOf(roundedSize(line.size))
  if (rank === -1 || text.length > 200 || !/\p{L}{2}/u.test(text)) return undefined
  return Math.min(6, rank + 1)
}

const startsItem = (text: string): boolean => /^(?:[•◦▪‣·●○■–-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s/.test(text)

/** The lines of a paragraph as running text; words that were parted at the end of a line are whole again. */
export function joinLines(lines: { text: string }[]): string {
  let joined = ''
  for (const { text } of lines) {
    if (joined === '') joined = text
    else if (partsWord(joined, text)) joined = joined.slice(0, -1) + text
    else joined += endsInCompound(joined) && /^\p{L}/u.test(text) && !joinsWords(text) ? text : ` ${text}`
  }
  return joined
}

// "state-of-the-" keeps its hyphens, "Ein-" before "und Ausgang" too.
const partsWord = (before: string, next: string): boolean =>
  /\p{Ll}[-‐\u00ad]$/u.test(before) && /^\p{Ll}/u.test(next) && !endsInCompound(before) && !joinsWords(next)
const endsInCompound = (text: string): boolean => /\p{L}-\p{L}{1,20}-$/u.test(text.slice(-48)) || /\p{Lu}-$/u.test(text.slice(-2))
const joinsWords = (text: string): boolean => /^(und|oder|bzw|bis|sowie|and|or|to|et|ou|y|o|en|of|e)\b/.test(text)

const roundedSize = (size: number): number => Math.round(size * 2) / 2

const count = (counts: Map<number, number>, key: number, by: number): void => void counts.set(key, (counts.get(key) ?? 0) + by)

function mostFrequent(counts: Map<number, number>): number | undefined {
  let best: [number, number] | undefined
  for (const entry of counts) if (best === undefined || entry[1] > best[1]) best = entry
  return best?.[0]
}
