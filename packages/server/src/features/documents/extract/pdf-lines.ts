/** A run of text as the PDF places it: origin at the bottom left of the page, lengths in points. */
export interface PdfItem {
  text: string
  x: number
  y: number
  width: number
  size: number
  isLineEnd: boolean
}

/** One printed line. `cells` has several entries where wide gaps part it, as in a table. */
export interface PdfLine {
  cells: string[]
  text: string
  x: number
  right: number
  y: number
  size: number
}

/** Puts runs of text together to the lines they are printed on, in the order of the file. */
export function toLines(items: Iterable<PdfItem>): PdfLine[] {
  const lines: PdfLine[] = []
  let line: OpenLine | undefined
  const finish = () => {
    const finished = line?.finish()
    if (finished !== undefined) lines.push(finished)
    line = undefined
  }
  for (const item of items) {
    if (line !== undefined && item.text.trim() !== '' && !line.isSameLine(item)) finish()
    line ??= new OpenLine(item.y)
    line.add(item)
    if (item.isLineEnd) finish()
  }
  finish()
  return lines
}

class OpenLine {
  readonly #y: number
  readonly #cells: string[] = []
  #cell = ''
  #x = Number.POSITIVE_INFINITY
  #right = Number.NEGATIVE_INFINITY
  #size = 0
  #sizeCharacters = 0
  #hasSpace = false

  constructor(y: number) {
    this.#y = y
  }

  isSameLine(item: PdfItem): boolean {
    if (this.#right === Number.NEGATIVE_INFINITY) return true
    const size = Math.max(item.size, this.#size, 1)
    // Footnote marks stand a little higher; a run far to the left begins the next line.
    return Math.abs(item.y - this.#y) < size * 0.6 && item.x > this.#x - size
  }

  add(item: PdfItem): void {
    const text = item.text.trim()
    if (text === '') {
      this.#hasSpace ||= item.text !== ''
      return
    }
    const gap = item.x - this.#right
    if (this.#cell !== '') {
      if (gap > Math.max(item.size, this.#size) * 2) {
        this.#cells.push(this.#cell)
        this.#cell = ''
      } else if (this.#hasSpace || gap > item.size * 0.15 || item.text.startsWith(' ')) this.#cell += ' '
    }
    this.#cell += text
    this.#hasSpace = item.text.endsWith(' ')
    this.#x = Math.min(this.#x, item.x)
    this.#right = Math.max(this.#right, item.x + item.width)
    if (text.length > this.#sizeCharacters) {
      this.#size = item.size
      this.#sizeCharacters = text.length
    }
  }

  finish(): PdfLine | undefined {
    if (this.#cell !== '') this.#cells.push(this.#cell)
    if (this.#cells.length === 0) return undefined
    return { cells: this.#cells, text: this.#cells.join(' '), x: this.#x, right: this.#right, y: this.#y, size: this.#size }
  }
}

/** Leaves out the lines that stand at the edge of most pages: running titles and page numbers. */
export function withoutRunningLines(pages: { lines: PdfLine[]; height: number }[]): PdfLine[][] {
  if (pages.length < 3) return pages.map((page) => page.lines)
  const isAtEdge = (line: PdfLine, height: number) => line.y > height * 0.91 || line.y < height * 0.09
  const keyOf = (line: PdfLine) => line.text.replace(/\d+/g, '#')
  const counts = new Map<string, number>()
  for (const { lines, height } of pages) {
    for (const key of new Set(lines.filter((line) => isAtEdge(line, height)).map(keyOf)))
      counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  // Odd and even pages often differ, so that less than half of them is enough.
  const enough = Math.max(3, pages.length * 0.4)
  return pages.map(({ lines, height }) =>
    lines.filter((line) => !isAtEdge(line, height) || (counts.get(keyOf(line)) ?? 0) < enough),
  )
}
