import { strToU8, zipSync } from 'fflate'

export interface PdfText {
  text: string
  x?: number
  y: number
  size?: number
}

/** A minimal PDF of A4 pages with the given lines on each. @param extraTrailer more entries of the trailer, such as /Encrypt */
export function aPdf(pages: PdfText[][], extraTrailer = ''): Uint8Array {
  const objects: string[] = ['<< /Type /Catalog /Pages 2 0 R >>']
  const kids = pages.map((_, index) => `${4 + index * 2} 0 R`).join(' ')
  objects.push(`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`)
  objects.push('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>')
  for (const [index, lines] of pages.entries()) {
    const content = lines
      .map(({ text, x = 72, y, size = 11 }) => `BT /F1 ${size} Tf 1 0 0 1 ${x} ${y} Tm (${escapePdf(text)}) Tj ET`)
      .join('\n')
    const resources = '<< /Font << /F1 3 0 R >> >>'
    objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources ${resources} /Contents ${5 + index * 2} 0 R >>`)
    objects.push(`<< /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`)
  }
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const xref = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${xref}`
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${extraTrailer} >>\nstartxref\n${file.indexOf('xref\n0 ')}\n%%EOF\n`
  return Uint8Array.from(Buffer.from(file, 'latin1'))
}

const escapePdf = (text: string): string => text.replace(/[\\()]/g, '\\$&')

/** Lines of one page from top to bottom, 14 points apart. */
export const pdfLines = (texts: string[], top = 700): PdfText[] => texts.map((text, index) => ({ text, y: top - index * 14 }))

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const officeRelation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

function relationships(entries: { id: string; type: string; target: string }[]): string {
  const all = entries
    .map(({ id, type, target }) => `<Relationship Id="${id}" Type="${officeRelation}/${type}" Target="${target}"/>`)
    .join('')
  return `${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all}</Relationships>`
}

const zipOf = (parts: Record<string, string>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])))

/** The parts of a Word document with this body (WordprocessingML). */
export function docxParts(body: string): Record<string, string> {
  const styles = [1, 2, 3]
    .map((level) => `<w:style w:type="paragraph" w:styleId="Heading${level}"><w:name w:val="heading ${level}"/></w:style>`)
    .join('')
  const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
  return {
    '[Content_Types].xml': `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`,
    '_rels/.rels': relationships([{ id: 'rId1', type: 'officeDocument', target: 'word/document.xml' }]),
    'word/_rels/document.xml.rels': relationships([{ id: 'rId1', type: 'styles', target: 'styles.xml' }]),
    'word/styles.xml': `${declaration}<w:styles ${w}>${styles}</w:styles>`,
    'word/document.xml': `${declaration}<w:document ${w}><w:body>${body}</w:body></w:document>`,
  }
}

export const aDocx = (body: string): Uint8Array => zipOf(docxParts(body))

export const docxParagraph = (text: string, style?: string): string =>
  `<w:p>${style === undefined ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`

export const docxTable = (rows: string[][]): string =>
  `<w:tbl>${rows.map((row) => `<w:tr>${row.map((cell) => `<w:tc>${docxParagraph(cell)}</w:tc>`).join('')}</w:tr>`).join('')}</w:tbl>`

/** Slides in the order in which they are shown; the file names are in the opposite order. */
export function aPptx(slides: { title: string; body: string[]; notes?: string }[], prolog = declaration): Uint8Array {
  const parts: Record<string, string> = { '[Content_Types].xml': `${declaration}<Types/>` }
  const ns = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="${officeRelation}"`
  const shape = (type: string, texts: string[]) =>
    `<p:sp><p:nvSpPr><p:nvPr><p:ph type="${type}"/></p:nvPr></p:nvSpPr><p:txBody>${texts.map((text) => `<a:p><a:r><a:t>${text}</a:t></a:r></a:p>`).join('')}</p:txBody></p:sp>`
  const fileOf = (index: number) => `slides/slide${slides.length - index}.xml`
  for (const [index, { title, body, notes }] of slides.entries()) {
    parts[`ppt/${fileOf(index)}`] =
      `${prolog}<p:sld ${ns}>${shape('body', body)}${shape('title', [title])}${shape('sldNum', ['99'])}</p:sld>`
    if (notes === undefined) continue
    parts[`ppt/slides/_rels/slide${slides.length - index}.xml.rels`] = relationships([
      { id: 'rId1', type: 'notesSlide', target: `../notesSlides/notes${index}.xml` },
    ])
    parts[`ppt/notesSlides/notes${index}.xml`] = `${declaration}<p:notes ${ns}>${shape('body', [notes])}</p:notes>`
  }
  parts['ppt/presentation.xml'] =
    `${declaration}<p:presentation ${ns}><p:sldIdLst>${slides.map((_, index) => `<p:sldId id="${256 + index}" r:id="rId${index}"/>`).join('')}</p:sldIdLst></p:presentation>`
  parts['ppt/_rels/presentation.xml.rels'] = relationships(
    slides.map((_, index) => ({ id: `rId${index}`, type: 'slide', target: fileOf(index) })),
  )
  return zipOf(parts)
}
