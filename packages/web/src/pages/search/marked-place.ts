import { readRange } from '../../search-params.ts'

const maxParagraph = 600

/**
 * What to mark in the text of a document: the range of the address; or, where it only says where a passage begins,
 * the snippet if that passage holds it, else its first paragraph.
 */
export function findMarkedPlace(text: string, at: string | undefined, snippet: string | undefined) {
  const range = readRange(at)
  if (range || !at || at.includes('-')) return range
  const begin = Number(at)
  if (begin >= text.length) return undefined
  const found = snippet ? text.indexOf(snippet, begin) : -1
  if (found >= 0) return { start: found, end: found + snippet!.length }
  const blank = text.indexOf('\n\n', begin)
  return { start: begin, end: Math.min(blank > begin ? blank : text.length, begin + maxParagraph) }
}
