export type XmlEvent =
  | { type: 'open'; name: string; attributes: Map<string, string>; isEmpty: boolean }
  | { type: 'close'; name: string }
  | { type: 'text'; text: string }

/**
 * Reads the tags and texts of an XML part in order, in linear time. Knows the five entities of XML and numbered characters;
 * declares and expands no others. Unfinished markup ends the reading.
 */
export function* readXmlEvents(xml: string): Generator<XmlEvent> {
  let at = 0
  while (at < xml.length) {
    const open = xml.indexOf('<', at)
    const text = xml.slice(at, open === -1 ? xml.length : open)
    if (text !== '') yield { type: 'text', text: decodeEntities(text) }
    if (open === -1) return
    if (xml.startsWith('<!--', open)) at = after(xml, '-->', open + 4)
    else if (xml.startsWith('<![CDATA[', open)) {
      at = after(xml, ']]>', open + 9)
      yield { type: 'text', text: xml.slice(open + 9, Math.max(open + 9, at - 3)) }
    } else {
      const close = xml.indexOf('>', open)
      if (close === -1) return
      const tag = xml.slice(open + 1, close)
      at = close + 1
      if (tag.startsWith('/')) yield { type: 'close', name: tag.slice(1).trim() }
      else if (!tag.startsWith('?') && !tag.startsWith('!')) yield* openEvents(tag)
    }
  }
}

function* openEvents(tag: string): Generator<XmlEvent> {
  const isEmpty = tag.endsWith('/')
  const name = /^[^\s/]+/.exec(tag)?.[0] ?? ''
  const attributes = new Map<string, string>()
  for (const [, key = '', double, single] of tag.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
    attributes.set(key, decodeEntities(double ?? single ?? ''))
  yield { type: 'open', name, attributes, isEmpty }
  if (isEmpty) yield { type: 'close', name }
}

function after(xml: string, end: string, from: number): number {
  const at = xml.indexOf(end, from)
  return at === -1 ? xml.length : at + end.length
}

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(#x[\da-f]{1,6}|#\d{1,7}|lt|gt|amp|quot|apos);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? whole
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
