import { readXmlEvents, type XmlEvent } from './xml-events.ts'

export type SlidePart =
  | { kind: 'title'; text: string }
  | { kind: 'body'; text: string; isListed: boolean }
  | { kind: 'table'; rows: string[][] }

// Numbers, dates and running lines that repeat on every slide.
const repeatedPlaceholders = new Set(['sldNum', 'dt', 'ftr', 'hdr', 'sldImg'])

/** The texts of one slide or notes page (DrawingML), in the order of the file. */
export function readSlide(xml: string): SlidePart[] {
  const slide = new SlideReader()
  for (const event of readXmlEvents(xml)) slide.take(event)
  return slide.parts.sort((a, b) => Number(b.kind === 'title') - Number(a.kind === 'title'))
}

class SlideReader {
  readonly parts: SlidePart[] = []
  #placeholder: string | undefined
  #isInText = false
  #paragraph = ''
  #paragraphs: string[] = []
  #rows: string[][] | undefined

  take(event: XmlEvent): void {
    if (event.type === 'text') {
      if (this.#isInText) this.#paragraph += event.text
    } else if (event.type === 'open') this.#open(event.name, event.attributes)
    else this.#close(event.name)
  }

  #open(name: string, attributes: Map<string, string>): void {
    if (name === 'p:sp') this.#placeholder = undefined
    else if (name === 'p:ph') this.#placeholder = attributes.get('type') ?? 'body'
    else if (name === 'a:t') this.#isInText = true
    else if (name === 'a:br' || name === 'a:tab') this.#paragraph += ' '
    else if (name === 'a:tbl') this.#rows = []
    else if (name === 'a:tr') this.#rows?.push([])
  }

  #close(name: string): void {
    if (name === 'a:t') this.#isInText = false
    else if (name === 'a:p') this.#finishParagraph()
    else if (name === 'a:tc') this.#finishCell()
    else if (name === 'a:tbl') this.#finishTable()
    else if (name === 'p:txBody' || name === 'p:sp') this.#finishShape()
  }

  #finishParagraph(): void {
    const text = this.#paragraph.trim()
    this.#paragraph = ''
    if (text !== '') this.#paragraphs.push(text)
  }

  #finishCell(): void {
    this.#rows?.at(-1)?.push(this.#paragraphs.join(' '))
    this.#paragraphs = []
  }

  #finishTable(): void {
    if (this.#rows !== undefined) this.parts.push({ kind: 'table', rows: this.#rows })
    this.#rows = undefined
  }

  #finishShape(): void {
    const texts = this.#paragraphs
    this.#paragraphs = []
    const placeholder = this.#placeholder ?? ''
    if (texts.length === 0 || repeatedPlaceholders.has(placeholder)) return
    if (placeholder === 'title' || placeholder === 'ctrTitle') this.parts.push({ kind: 'title', text: texts.join(' ') })
    else for (const text of texts) this.parts.push({ kind: 'body', text, isListed: placeholder === 'body' && texts.length > 1 })
  }
}
