import { BrainError, type DocumentFormat } from '@brain-ai/contract'

export type BlockKind = 'heading' | 'paragraph' | 'list-item' | 'table-row' | 'code' | 'quote'

/** A piece of the text, as UTF-16 offsets: `text.slice(start, end)` is the block. `level` (1 to 6) is for headings. */
export interface Block {
  kind: BlockKind
  level?: number
  start: number
  end: number
}

/** What a file says, as plain text that reads well, and where its parts stand in it. */
export interface ExtractedText {
  format: DocumentFormat
  title: string | undefined
  author?: string
  text: string
  /** In order, without overlap; between two blocks lies white space, or a line drawn under a heading. */
  blocks: Block[]
  /** Where each page or slide that has text begins; empty for formats without pages. */
  pages: { page: number; start: number }[]
  /** Sentences for a person about what could not be read. */
  warnings: string[]
}

export interface ExtractOptions {
  /** More UTF-16 units of text than this are refused with `document/too-much-text`. */
  maxCharacters?: number
  /** Hears how much is done, from 0 to 1, while a long document is read. */
  onProgress?: (done: number) => void
}

/** What a format's reader finds; `extractText` adds the rest. */
export type ReadText = Omit<ExtractedText, 'format'>

/** One file in `formats/` exports one of these. `fileName` is only for what its ending says. */
export type ReadFormat = (bytes: Uint8Array, fileName: string, limits: Required<ExtractOptions>) => ReadText | Promise<ReadText>

export const defaultMaxCharacters = 20_000_000

export function assertNotTooMuchText(characters: number, maxCharacters: number): void {
  if (characters > maxCharacters)
    throw new BrainError(
      'document/too-much-text',
      `The file holds more than ${maxCharacters.toLocaleString('en')} characters of text; split it into several files.`,
      { maxCharacters },
    )
}
