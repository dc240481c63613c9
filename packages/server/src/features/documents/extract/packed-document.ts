import type { Passage } from '../split-into-passages.ts'
import type { Block, BlockKind, ExtractedText } from './extracted-text.ts'

/** What the worker hands back: the text of a file, cut into passages already. */
export interface ExtractedDocument extends ExtractedText {
  passages: Passage[]
}

/**
 * The same in a form that crosses threads cheaply. A table can have a million rows, and copying as many objects would stop
 * the main thread for a second; numbers in one array and one long string cost nearly nothing.
 */
export interface PackedDocument {
  rest: Omit<ExtractedText, 'blocks'>
  blocks: Int32Array
  passages: Omit<Passage, 'text'>[]
}

const kinds: BlockKind[] = ['heading', 'paragraph', 'list-item', 'table-row', 'code', 'quote']
const fields = 4

export function packDocument({ blocks, ...rest }: ExtractedText, passages: Passage[]): PackedDocument {
  const packed = new Int32Array(blocks.length * fields)
  for (const [index, { kind, level, start, end }] of blocks.entries())
    packed.set([kinds.indexOf(kind), level ?? 0, start, end], index * fields)
  return { rest, blocks: packed, passages: passages.map(({ text: _, ...place }) => place) }
}

export function unpackDocument({ rest, blocks, passages }: PackedDocument): ExtractedDocument {
  const unpacked: Block[] = []
  for (let at = 0; at < blocks.length; at += fields) {
    const level = blocks[at + 1]!
    unpacked.push({ kind: kinds[blocks[at]!]!, start: blocks[at + 2]!, end: blocks[at + 3]!, ...(level === 0 ? {} : { level }) })
  }
  return {
    ...rest,
    blocks: unpacked,
    passages: passages.map((passage) => ({ ...passage, text: rest.text.slice(passage.start, passage.end) })),
  }
}
