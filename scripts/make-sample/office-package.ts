import { type Zippable, zipSync } from 'fflate'

export const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
export const officeRelations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

// One date for everything that is made, so that the same source gives the same bytes. Zip dates are local times.
const zipDate = new Date(2026, 0, 1)
export const documentDate = '2026-01-01T00:00:00Z'

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

export interface Relation {
  id: string
  /** The last part of the type's address, as `slideLayout`. */
  type: string
  target: string
}

export function relations(list: readonly Relation[]): string {
  const items = list.map(
    ({ id, type, target }) => `<Relationship Id="${id}" Type="${officeRelations}/${type}" Target="${target}"/>`,
  )
  return `${xmlHead}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join('')}</Relationships>`
}

/** Zips the parts of an Office file with a fixed date; the same parts give the same bytes. */
export function zipParts(parts: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const files: Zippable = {}
  for (const [path, content] of Object.entries(parts))
    files[path] = [typeof content === 'string' ? new TextEncoder().encode(content) : content, { mtime: zipDate, level: 9 }]
  return zipSync(files)
}

/** The parts every Office file has: content types, the way to the main part, and the title. */
export function packageParts(
  mainPart: string,
  contentTypes: Readonly<Record<string, string>>,
  properties: { title: string; language: string },
): Record<string, string> {
  const overrides = Object.entries({
    ...contentTypes,
    '/docProps/core.xml': 'application/vnd.openxmlformats-package.core-properties+xml',
  }).map(([part, type]) => `<Override PartName="${part}" ContentType="${type}"/>`)
  const core = 'http://schemas.openxmlformats.org/package/2006/metadata/core-properties'
  return {
    '[Content_Types].xml': `${xmlHead}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`,
    '_rels/.rels': `${xmlHead}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${officeRelations}/officeDocument" Target="${mainPart}"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    'docProps/core.xml': `${xmlHead}<cp:coreProperties xmlns:cp="${core}" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(properties.title)}</dc:title><dc:creator>Brain AI</dc:creator><dc:language>${properties.language}</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">${documentDate}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${documentDate}</dcterms:modified></cp:coreProperties>`,
  }
}
