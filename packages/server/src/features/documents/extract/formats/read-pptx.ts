import type { ReadFormat } from '../extracted-text.ts'
import { readOfficeProperties } from '../office-properties.ts'
import { readSlide, type SlidePart } from '../slide-text.ts'
import { addTable } from '../table-rows.ts'
import { TextBuilder } from '../text-builder.ts'
import { readXmlEvents } from '../xml-events.ts'
import { ZipArchive } from '../zip-archive.ts'

/** Presentations: each slide is a page with its title as heading, then its text, tables and the speaker's notes. */
export const readPptx: ReadFormat = (bytes, _fileName, { maxCharacters, onProgress }) => {
  const archive = ZipArchive.open(bytes)
  archive.assertHarmless()
  const builder = new TextBuilder(maxCharacters)
  const slides = slideNames(archive)
  let firstTitle: string | undefined
  for (const [index, name] of slides.entries()) {
    const xml = readPart(archive, name)
    if (xml === undefined) continue
    const parts = readSlide(xml)
    const notes = relationsOf(archive, name).find((relation) => relation.type.endsWith('/notesSlide'))?.target
    const spoken = notes === undefined ? [] : readSlide(readPart(archive, notes) ?? '').filter((part) => part.kind === 'body')
    const title = parts.find((part) => part.kind === 'title')?.text
    firstTitle ??= title
    addSlide(builder, index + 1, title, parts, spoken)
    onProgress((index + 1) / slides.length)
  }
  const properties = readOfficeProperties(archive)
  return builder.build(properties.title ?? firstTitle, properties.author)
}

function addSlide(builder: TextBuilder, page: number, title: string | undefined, parts: SlidePart[], notes: SlidePart[]): void {
  if (parts.length + notes.length === 0) return
  builder.page(page)
  builder.heading(2, title ?? `Slide ${page}`)
  for (const part of parts) {
    if (part.kind === 'table') addTable(builder, part.rows)
    else if (part.kind === 'body')
      builder.add(part.isListed ? 'list-item' : 'paragraph', part.isListed ? `- ${part.text}` : part.text)
    else if (part.text !== title) builder.add('paragraph', part.text)
  }
  if (notes.length > 0) builder.heading(3, 'Notes')
  for (const note of notes) if (note.kind === 'body') builder.add('paragraph', note.text)
}

function readPart(archive: ZipArchive, name: string): string | undefined {
  const bytes = archive.readXml(name)
  return bytes && new TextDecoder().decode(bytes)
}

interface Relation {
  id: string
  type: string
  target: string
}

function relationsOf(archive: ZipArchive, part: string): Relation[] {
  const slash = part.lastIndexOf('/')
  const folder = part.slice(0, slash)
  const xml = readPart(archive, `${folder}/_rels/${part.slice(slash + 1)}.rels`) ?? ''
  const relations: Relation[] = []
  for (const event of readXmlEvents(xml)) {
    if (event.type !== 'open' || event.name !== 'Relationship' || event.attributes.get('TargetMode') === 'External') continue
    const target = resolvePart(folder, event.attributes.get('Target') ?? '')
    relations.push({ id: event.attributes.get('Id') ?? '', type: event.attributes.get('Type') ?? '', target })
  }
  return relations
}

// Only ever compared with the names in the archive.
function resolvePart(folder: string, target: string): string {
  return new URL(target, `part:///${folder}/`).pathname.slice(1)
}

/** In the order in which they are shown; by number where the presentation does not say. */
function slideNames(archive: ZipArchive): string[] {
  const targets = new Map(relationsOf(archive, 'ppt/presentation.xml').map((relation) => [relation.id, relation.target]))
  const shown: string[] = []
  for (const event of readXmlEvents(readPart(archive, 'ppt/presentation.xml') ?? '')) {
    if (event.type !== 'open' || event.name !== 'p:sldId') continue
    const name = targets.get(event.attributes.get('r:id') ?? '')
    if (name !== undefined && archive.has(name)) shown.push(name)
  }
  if (shown.length > 0) return shown
  const numbered = archive.names.filter((name) => /^ppt\/slides\/slide\d+\.xml$/.test(name))
  const number = (name: string) => Number(/\d+/.exec(name)?.[0])
  return numbered.sort((a, b) => number(a) - number(b))
}
