import { readXmlEvents } from './xml-events.ts'
import type { ZipArchive } from './zip-archive.ts'

/** Title and author from an office file's properties, where programs often leave the name of a template behind. */
export function readOfficeProperties(archive: ZipArchive): { title: string | undefined; author: string | undefined } {
  const found = new Map<string, string>()
  const bytes = archive.readXml('docProps/core.xml')
  if (bytes === undefined) return { title: undefined, author: undefined }
  let name = ''
  for (const event of readXmlEvents(new TextDecoder().decode(bytes))) {
    if (event.type === 'open') name = event.name
    else if (event.type === 'close') name = ''
    else if (name !== '') found.set(name, (found.get(name) ?? '') + event.text)
  }
  return { title: meaningful(found.get('dc:title')), author: meaningful(found.get('dc:creator')) }
}

/** Undefined for what a program fills in by itself. */
export function meaningful(property: string | undefined): string | undefined {
  const text = property?.trim()
  if (text === undefined || text.length < 2) return undefined
  const isFiller =
    /^(untitled|document\d*|dokument\d*|presentation\d*|powerpoint.presentation|microsoft (word|powerpoint|excel)|slide \d+|unknown|user|admin)/i
  return isFiller.test(text) || /\.(docx?|pptx?|xlsx?|dotx?|indd|tex|dvi)$/i.test(text) ? undefined : text
}
