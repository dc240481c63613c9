import { cleanText } from './decode-text.ts'
import { assertNotTooMuchText, type Block, type BlockKind, type ReadText } from './extracted-text.ts'

// Rows and list items stand on lines of their own; everything else is set off by a blank line.
const tightKinds = new Set<BlockKind>(['table-row', 'list-item'])

/** Collects blocks in reading order and keeps the offsets right. */
export class TextBuilder {
  readonly #maxCharacters: number
  readonly #parts: string[] = []
  readonly #blocks: Block[] = []
  readonly #pages: { page: number; start: number }[] = []
  readonly warnings: string[] = []
  /** The first heading of the highest level, as a title where the file names none. */
  firstHeading: string | undefined
  #length = 0
  #pendingPage: number | undefined

  constructor(maxCharacters: number) {
    this.#maxCharacters = maxCharacters
  }

  get length(): number {
    return this.#length
  }

  heading(level: number, text: string): void {
    this.add('heading', text.replaceAll('\n', ' '), Math.min(6, Math.max(1, level)))
  }

  /** What follows stands on this page or slide. */
  page(page: number): void {
    this.#pendingPage = page
  }

  add(kind: BlockKind, text: string, level?: number): void {
    const cleaned = tidy(text, kind)
    if (cleaned === '') return
    const last = this.#blocks.at(-1)
    if (last !== undefined) this.#push(last.kind === kind && tightKinds.has(kind) ? '\n' : '\n\n')
    this.#markPage()
    const start = this.#length
    this.#push(cleaned)
    if (level === 1) this.firstHeading ??= cleaned
    this.#blocks.push({ kind, start, end: this.#length, ...(level === undefined ? {} : { level }) })
  }

  /** Lengthens the last block, as when a sentence goes on over the end of a page. */
  continueLast(joiner: '' | ' ', text: string): void {
    const last = this.#blocks.at(-1)
    const cleaned = tidy(text, 'paragraph')
    if (last === undefined || cleaned === '') return
    this.#push(joiner)
    this.#markPage()
    this.#push(cleaned)
    last.end = this.#length
  }

  get lastBlock(): Block | undefined {
    return this.#blocks.at(-1)
  }

  /** What was written last; the end of it tells whether a sentence is finished. */
  get lastPart(): string {
    return this.#parts.at(-1) ?? ''
  }

  build(title: string | undefined, author?: string): ReadText {
    const shownTitle = oneLine(title)
    const shownAuthor = oneLine(author)
    return {
      title: shownTitle,
      ...(shownAuthor === undefined ? {} : { author: shownAuthor }),
      text: this.#parts.join(''),
      blocks: this.#blocks,
      pages: this.#pages,
      warnings: this.warnings,
    }
  }

  #markPage(): void {
    if (this.#pendingPage === undefined) return
    this.#pages.push({ page: this.#pendingPage, start: this.#length })
    this.#pendingPage = undefined
  }

  #push(part: string): void {
    this.#length += part.length
    assertNotTooMuchText(this.#length, this.#maxCharacters)
    this.#parts.push(part)
  }
}

/** A title on one line of at most 300 characters, or undefined when nothing is left of it. */
export function oneLine(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const line = cleanText(text.slice(0, 2_000)).replace(/\s+/g, ' ').trim().slice(0, 300).toWellFormed()
  return line === '' ? undefined : line
}

// Soft hyphens only tell where a word may break, and would keep it from being found.
function tidy(text: string, kind: BlockKind): string {
  const cleaned = cleanText(text).replaceAll('\u00ad', '')
  if (kind === 'code') return trimBlankLines(cleaned)
  return cleaned
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim()
}

function trimBlankLines(code: string): string {
  let start = 0
  for (let i = 0; i < code.length && code.charCodeAt(i) <= 0x20; i++) if (code[i] === '\n') start = i + 1
  return code.slice(start).trimEnd()
}
