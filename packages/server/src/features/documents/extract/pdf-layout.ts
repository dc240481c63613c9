import { joinCells } from './table-rows.ts'
import type { PdfLine } from './pdf-lines.ts'
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
    const { joiner, text } = joinAfter(lastText(builder), joinLines(lines.slice(0, at)))
    builder.continueLast(joiner, text)
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

const lastTexts = new WeakMap<TextBuilder, string>()
const lastText = (builder: TextBuilder): string => lastTexts.get(builder) ?? ''
