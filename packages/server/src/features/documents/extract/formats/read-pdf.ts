import { BrainError } from '@brain-ai/contract'
import { getDocumentProxy } from 'unpdf'
import { damagedFile } from '../damaged-file.ts'
import { assertNotTooMuchText, type ReadFormat } from '../extracted-text.ts'
import { meaningful } from '../office-properties.ts'
import { addPage, measure } from '../pdf-layout.ts'
import { type PdfItem, type PdfLine, toLines, withoutRunningLines } from '../pdf-lines.ts'
import { TextBuilder } from '../text-builder.ts'

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>

/** PDFs with text: paragraphs and headings are found by the place and size of their lines, on their real pages. */
export const readPdf: ReadFormat = async (bytes, _fileName, { maxCharacters, onProgress }) => {
  const pdf = await open(bytes)
  try {
    const pages: { lines: PdfLine[]; height: number }[] = []
    let characters = 0
    for (let number = 1; number <= pdf.numPages; number++) {
      const page = await readPage(pdf, number)
      characters += page.lines.reduce((sum, line) => sum + line.text.length, 0)
      assertNotTooMuchText(characters, maxCharacters)
      pages.push(page)
      onProgress(number / pdf.numPages)
    }
    if (characters === 0)
      throw new BrainError(
        'document/no-text',
        'The PDF looks scanned; text recognition is not built in. Upload a version that has text.',
        {
          pages: pdf.numPages,
        },
      )

    const kept = withoutRunningLines(pages)
    const measures = measure(kept)
    const builder = new TextBuilder(maxCharacters)
    for (const [index, lines] of kept.entries()) addPage(builder, index + 1, lines, measures)

    const empty = pages.filter((page) => page.lines.length === 0).length
    if (empty > 0) builder.warnings.push(`${empty} of ${pages.length} pages hold no text; they may be scanned.`)
    const { title, author } = await readProperties(pdf)
    return builder.build(title ?? builder.firstHeading, author)
  } finally {
    await pdf.loadingTask.destroy()
  }
}

async function open(bytes: Uint8Array): Promise<Pdf> {
  try {
    // The engine takes its input away, and checks that it is no Buffer.
    return await getDocumentProxy(new Uint8Array(bytes), {
      verbosity: 0,
      disableFontFace: true,
      useSystemFonts: false,
      stopAtErrors: false,
    })
  } catch (error) {
    if ((error as Error).name === 'PasswordException')
      throw new BrainError(
        'document/password-protected',
        'The PDF is protected by a password. Save it without one and upload it again.',
      )
    throw damagedFile('The PDF is damaged and cannot be opened.', {}, { cause: error })
  }
}

async function readPage(pdf: Pdf, number: number): Promise<{ lines: PdfLine[]; height: number }> {
  const page = await pdf.getPage(number)
  const content = await page.getTextContent()
  const [, bottom = 0, , top = 0] = page.view as number[]
  const items: PdfItem[] = []
  for (const item of content.items) {
    if (!('str' in item)) continue
    const [a = 0, b = 0, , , x = 0, y = 0] = item.transform as number[]
    items.push({
      text: item.str,
      x,
      y: y - bottom,
      width: item.width,
      size: Math.hypot(a, b) || item.height,
      isLineEnd: item.hasEOL,
    })
  }
  page.cleanup()
  return { lines: toLines(items), height: top - bottom }
}

async function readProperties(pdf: Pdf): Promise<{ title: string | undefined; author: string | undefined }> {
  const { info } = (await pdf.getMetadata()) as { info: { Title?: unknown; Author?: unknown } }
  const text = (value: unknown) => (typeof value === 'string' ? meaningful(value) : undefined)
  return { title: text(info.Title), author: text(info.Author) }
}
