import mammoth from 'mammoth'
import type { ReadFormat } from '../extracted-text.ts'
import { readOfficeProperties } from '../office-properties.ts'
import { TextBuilder } from '../text-builder.ts'
import { ZipArchive } from '../zip-archive.ts'
import { addHtmlFragment } from './read-html.ts'

// Word's own title style comes above its first level of headings.
const styleMap = ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh"]

/** Word documents: headings, lists, tables, foot- and endnotes; pictures and comments are left out. */
export const readDocx: ReadFormat = async (bytes, _fileName, { maxCharacters }) => {
  const archive = ZipArchive.open(bytes)
  archive.assertHarmless()
  const buffer = Buffer.from(archive.repackXml())
  const converted = await mammoth.convertToHtml(
    { buffer },
    { styleMap, convertImage: mammoth.images.imgElement(async () => ({ src: '' })), externalFileAccess: false },
  )
  const builder = new TextBuilder(maxCharacters)
  addHtmlFragment(builder, converted.value)
  const properties = readOfficeProperties(archive)
  return builder.build(properties.title ?? builder.firstHeading, properties.author)
}
