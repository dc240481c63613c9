/** The text of a document with the places that matter in it, as the API gives it. */
export interface ReadText {
  text: string
  headings: readonly { level: number; title: string; start: number }[]
  pages: readonly { page: number; start: number }[]
}

/** A paragraph or heading; offsets are UTF-16, into the text of the document. */
export interface TextBlock {
  start: number
  end: number
  /** 0 for plain text. */
  level: number
  /** The page that begins here. */
  page: number | undefined
}

/** Divides the part of a text between two offsets into headings and paragraphs. Whole lines only; nothing is left out but blank space. */
export function splitIntoBlocks({ text, headings, pages }: ReadText, from: number, to: number): TextBlock[] {
  const begin = from <= 0 ? 0 : text.lastIndexOf('\n', from - 1) + 1
  const lineEnd = to >= text.length ? -1 : text.indexOf('\n', to)
  const end = lineEnd < 0 ? text.length : lineEnd
  const levels = new Map(headings.map(({ start, level }) => [lineStart(text, start), level]))
  const pageStarts = pages.filter(({ start }) => start >= begin && start < end)

  const blocks: TextBlock[] = []
  let open: TextBlock | undefined
  for (let at = begin; at < end; ) {
    const next = text.indexOf('\n', at)
    const stop = next < 0 || next > end ? end : next
    const level = levels.get(at) ?? 0
    const isBlank = text.slice(at, stop).trim() === ''
    const page = pageStarts[0] && pageStarts[0].start <= stop ? pageStarts.shift()!.page : undefined
    if (isBlank) {
      open = undefined
      // A page may begin on a blank line: the block after it carries the number.
      if (page !== undefined && pageStarts[0]?.start !== stop + 1) pageStarts.unshift({ page, start: stop + 1 })
    } else if (level > 0 || page !== undefined || !open || open.level > 0) {
      open = { start: at, end: stop, level, page }
      blocks.push(open)
    } else open.end = stop
    at = stop + 1
  }
  return blocks
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1

/** The pieces of a block: before, inside and after the marked range. Empty ones are left out. */
export function markPieces(block: TextBlock, range: { start: number; end: number } | undefined) {
  const from = range ? Math.min(Math.max(range.start, block.start), block.end) : block.end
  const to = range ? Math.min(Math.max(range.end, from), block.end) : block.end
  const pieces = [
    { start: block.start, end: from, isMarked: false },
    { start: from, end: to, isMarked: true },
    { start: to, end: block.end, isMarked: false },
  ]
  return pieces.filter(({ start, end }) => end > start)
}
