import { detectLanguage } from './detect-language.ts'
import type { Block, ExtractedText } from './extract/extracted-text.ts'
import { isWhiteSpace, splitSentences } from './split-sentences.ts'

/** What is found and cited: `text` is `extracted.text.slice(start, end)`, offsets are UTF-16 units. */
export interface Passage {
  position: number
  /** The headings above, outermost first. */
  headingPath: string[]
  /** The page on which it begins; null where a format has no pages. */
  page: number | null
  start: number
  end: number
  text: string
  /** ISO 639-1, of this passage; the document's where the passage is too short to tell. */
  language: string
}

export interface SplitOptions {
  /** A passage is closed when the next block would make it longer than this. */
  targetCharacters?: number
  /** No passage is longer. At least 2. */
  maxCharacters?: number
  /** Shorter ones are joined with what belongs to them, where something does. */
  minCharacters?: number
}

type Sizes = Required<SplitOptions>
type Source = Pick<ExtractedText, 'format' | 'text' | 'blocks' | 'pages'>

/** A piece that is never cut again: a heading, a short block, a row, a sentence of a long block. */
interface Unit {
  start: number
  end: number
  isHeading: boolean
  /** End of the block it is part of. */
  blockEnd: number
}

interface Section {
  level: number
  path: string[]
  units: Unit[]
}

/**
 * Cuts a document into passages along its structure: at headings first, then between blocks, then between sentences, and
 * inside one only where it is longer than a passage may be. Nothing overlaps, and all but white space is in one passage.
 */
export function splitIntoPassages(extracted: Source, options: SplitOptions = {}): Passage[] {
  const sizes = { targetCharacters: 1000, maxCharacters: 1600, minCharacters: 200, ...options }
  const language = detectLanguage(extracted.text)
  const pageOf = pageFinder(extracted.pages)
  // A slide is what people remember and cite, so small ones are not thrown together.
  const mayJoin = (a: number, b: number) => extracted.format !== 'pptx' || pageOf(a) === pageOf(b)

  const passages: Passage[] = []
  for (const sections of joinTinySections(toSections(extracted, language, sizes), sizes, mayJoin)) {
    const units = sections.flatMap((section) => section.units)
    for (const { start, end } of packUnits(units, sizes)) {
      const text = extracted.text.slice(start, end)
      passages.push({
        position: passages.length,
        headingPath: pathOf(sections, start, end),
        page: pageOf(start),
        start,
        end,
        text,
        language: detectLanguage(text, language),
      })
    }
  }
  return passages
}

function toSections(source: Source, language: string, sizes: Sizes): Section[] {
  const open: { level: number; title: string }[] = []
  const sections: Section[] = []
  let current: Section = { level: 0, path: [], units: [] }
  for (const [block, units] of blocksWithUnits(source, language, sizes)) {
    if (block.kind === 'heading') {
      const level = block.level ?? 1
      while (open.length > 0 && open.at(-1)!.level >= level) open.pop()
      open.push({ level, title: headingTitle(source.text.slice(block.start, block.end)) })
      if (current.units.length > 0) sections.push(current)
      current = { level, path: open.map((heading) => heading.title), units: [] }
    }
    for (const unit of units) current.units.push(unit)
  }
  if (current.units.length > 0) sections.push(current)
  return sections
}

const headingTitle = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 200).toWellFormed()

/** Every block with its units; text that no block covers comes as a paragraph, so that nothing is lost. */
function* blocksWithUnits({ text, blocks }: Source, language: string, sizes: Sizes): Generator<[Block, Unit[]]> {
  let at = 0
  const gap = (end: number): [Block, Unit[]] => {
    const block: Block = { kind: 'paragraph', start: at, end }
    return [block, toUnits(text, block, language, sizes)]
  }
  for (const block of blocks) {
    if (block.start > at) yield gap(block.start)
    yield [block, toUnits(text, block, language, sizes)]
    at = block.end
  }
  if (at < text.length) yield gap(text.length)
}

function toUnits(text: string, block: Block, language: string, sizes: Sizes): Unit[] {
  const [start, end] = trim(text, block.start, block.end)
  if (start === end) return []
  const isHeading = block.kind === 'heading'
  const isWhole = end - start <= (block.kind === 'table-row' || isHeading ? sizes.maxCharacters : sizes.targetCharacters)
  if (isWhole) return [{ start, end, isHeading, blockEnd: end }]
  const units: Unit[] = []
  // Very short sentences go along with their neighbours: they make no better cuts, only millions of units.
  const grain = Math.min(80, sizes.maxCharacters / 8)
  for (const sentence of splitSentences(text.slice(start, end), language)) {
    const last = units.at(-1)
    if (last !== undefined && start + sentence.end - last.start <= grain) last.end = start + sentence.end
    else
      for (const piece of cutHard(text, start + sentence.start, start + sentence.end, sizes.maxCharacters))
        units.push({ ...piece, isHeading, blockEnd: end })
  }
  return units
}

/** Cuts what has no sentences, at a blank near the limit if there is one, and never through a character. */
function* cutHard(text: string, start: number, end: number, maxCharacters: number): Generator<{ start: number; end: number }> {
  let at = start
  while (end - at > maxCharacters) {
    const limit = at + maxCharacters
    let cut = limit
    while (cut > limit - maxCharacters / 4 && !isWhiteSpace(text.charCodeAt(cut))) cut--
    if (!isWhiteSpace(text.charCodeAt(cut))) cut = isLowSurrogate(text.charCodeAt(limit)) ? limit - 1 : limit
    const [from, to] = trim(text, at, cut)
    if (from < to) yield { start: from, end: to }
    at = trim(text, cut, end)[0]
  }
  const [from, to] = trim(text, at, end)
  if (from < to) yield { start: from, end: to }
}

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff

function trim(text: string, start: number, end: number): [number, number] {
  let from = start
  let to = end
  while (from < to && isWhiteSpace(text.charCodeAt(from))) from++
  while (to > from && isWhiteSpace(text.charCodeAt(to - 1))) to--
  return [from, to]
}

/** Groups of sections that share passages: mostly one, several where each alone says next to nothing. */
function* joinTinySections(sections: Section[], sizes: Sizes, mayJoin: (a: number, b: number) => boolean): Generator<Section[]> {
  let group: Section[] = []
  for (const section of sections) {
    if (group.length > 0 && mayJoin(startOf(group[0]!), startOf(section)) && belongsTo(group, section, sizes)) group.push(section)
    else {
      if (group.length > 0) yield group
      group = [section]
    }
  }
  if (group.length > 0) yield group
}

function belongsTo(group: Section[], section: Section, sizes: Sizes): boolean {
  // Above the group's own level begins something else.
  if (section.level < group[0]!.level) return false
  if (group.every((one) => !hasBody(one))) return true
  const isTiny = (one: Section) => endOf(one) - startOf(one) < sizes.minCharacters
  return isTiny(section) && group.every(isTiny) && endOf(section) - startOf(group[0]!) <= sizes.targetCharacters
}

const startOf = (section: Section): number => section.units[0]!.start
const endOf = (section: Section): number => section.units.at(-1)!.end
const hasBody = (section: Section): boolean => section.units.some((unit) => !unit.isHeading)

/** Fills passages up to the target; a block that fits as a whole is not broken. */
function packUnits(units: Unit[], sizes: Sizes): { start: number; end: number }[] {
  const passages: { start: number; end: number }[] = []
  let start = -1
  let end = -1
  let onlyHeadings = true
  let holdUntil = -1
  for (const unit of units) {
    const isOpen = start !== -1
    const grown = unit.end - start
    const isSmall = onlyHeadings || end - start < sizes.minCharacters
    if (isOpen && isSmall && unit.blockEnd - start <= sizes.maxCharacters) holdUntil = unit.blockEnd
    const fits = grown <= sizes.maxCharacters && (grown <= sizes.targetCharacters || isSmall || unit.end <= holdUntil)
    if (isOpen && !fits) passages.push({ start, end })
    if (!isOpen || !fits) {
      start = unit.start
      onlyHeadings = true
      if (unit.blockEnd - start <= sizes.maxCharacters) holdUntil = unit.blockEnd
    }
    end = unit.end
    onlyHeadings &&= unit.isHeading
  }
  if (start !== -1) passages.push({ start, end })
  return joinShortTail(passages, sizes)
}

function joinShortTail(passages: { start: number; end: number }[], sizes: Sizes): { start: number; end: number }[] {
  const last = passages.at(-1)
  const previous = passages.at(-2)
  if (last === undefined || previous === undefined) return passages
  const isShort = last.end - last.start < sizes.minCharacters && last.end - previous.start <= sizes.maxCharacters
  return isShort ? [...passages.slice(0, -2), { start: previous.start, end: last.end }] : passages
}

/** The headings that all text in the passage stands under. */
function pathOf(sections: Section[], start: number, end: number): string[] {
  const touched = sections.filter((section) => startOf(section) < end && endOf(section) > start)
  // Headings come first in a section, so one look tells where its own text begins.
  const spoken = touched.filter((section) => (section.units.find((unit) => !unit.isHeading)?.start ?? end) < end)
  const paths = (spoken.length > 0 ? spoken : touched.slice(-1)).map((section) => section.path)
  const [first = [], ...others] = paths
  let shared = first.length
  for (const path of others) while (shared > 0 && !isPrefix(first, path, shared)) shared--
  return first.slice(0, shared)
}

const isPrefix = (a: string[], b: string[], length: number): boolean =>
  b.length >= length && a.slice(0, length).every((title, i) => title === b[i])

/** Tells on which page an offset lies. */
function pageFinder(pages: { page: number; start: number }[]): (offset: number) => number | null {
  return (offset) => {
    let low = 0
    let high = pages.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (pages[middle]!.start <= offset) low = middle + 1
      else high = middle
    }
    return low === 0 ? null : pages[low - 1]!.page
  }
}
