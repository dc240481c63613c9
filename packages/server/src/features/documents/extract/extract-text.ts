import { BrainError, type DocumentFormat } from '@brain-ai/contract'
import { detectFormat, emptyFile } from './detect-format.ts'
import {
  assertNotTooMuchText,
  defaultMaxCharacters,
  type ExtractedText,
  type ExtractOptions,
  type ReadFormat,
} from './extracted-text.ts'

// Loaded when first needed: who imports only notes never pays for a PDF engine.
const readers: Record<DocumentFormat, () => Promise<ReadFormat>> = {
  text: async () => (await import('./formats/read-plain-text.ts')).readPlainText,
  markdown: async () => (await import('./formats/read-markdown.ts')).readMarkdown,
  html: async () => (await import('./formats/read-html.ts')).readHtml,
  pdf: async () => (await import('./formats/read-pdf.ts')).readPdf,
  docx: async () => (await import('./formats/read-docx.ts')).readDocx,
  xlsx: async () => (await import('./formats/read-xlsx.ts')).readXlsx,
  csv: async () => (await import('./formats/read-csv.ts')).readCsv,
  pptx: async () => (await import('./formats/read-pptx.ts')).readPptx,
  eml: async () => (await import('./formats/read-eml.ts')).readEml,
}

const textualFormats = new Set<DocumentFormat>(['text', 'markdown', 'csv'])

/**
 * Reads the text out of a file of any supported format. The bytes may come from anyone: use it inside a worker
 * (see `Extractor`), where time and memory have limits.
 * @throws BrainError with a `document/…` code that says why the file cannot be read
 */
export async function extractText(bytes: Uint8Array, fileName: string, options: ExtractOptions = {}): Promise<ExtractedText> {
  const limits = { maxCharacters: options.maxCharacters ?? defaultMaxCharacters, onProgress: options.onProgress ?? (() => {}) }
  const format = detectFormat(bytes, fileName)
  // No encoding we read takes more than three bytes for one UTF-16 unit, so this needs no decoding.
  if (textualFormats.has(format)) assertNotTooMuchText(bytes.length / 3, limits.maxCharacters)

  const read = await readers[format]()
  const found = await read(bytes, fileName, limits)
  if (found.blocks.length === 0) {
    if (textualFormats.has(format)) throw emptyFile()
    throw new BrainError('document/no-text', 'There is no text in the file. A scan has to go through text recognition first.')
  }
  return { format, ...found }
}
