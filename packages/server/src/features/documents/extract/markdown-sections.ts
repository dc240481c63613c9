/** Larger pieces are cut, because the Markdown parser takes longer than linear time and much memory. */
const maxPieceCharacters = 64_000

/**
 * Cuts a long Markdown text before headings (outside code) into pieces the parser can take one after the other. A piece
 * without such a place is marked as too long for the parser and is read as plain text.
 */
export function cutMarkdown(source: string): { text: string; isParsable: boolean }[] {
  if (source.length <= maxPieceCharacters) return [{ text: source, isParsable: true }]
  const pieces: { text: string; isParsable: boolean }[] = []
  const push = (from: number, to: number) => {
    if (to > from) pieces.push({ text: source.slice(from, to), isParsable: to - from <= maxPieceCharacters })
  }
  let start = 0
  let lastPlace = 0
  for (const place of cutPlaces(source)) {
    if (place - start > maxPieceCharacters) {
      push(start, lastPlace)
      start = lastPlace
    }
    // What is still too long has no place inside it.
    if (place - start > maxPieceCharacters) {
      push(start, place)
      start = place
    }
    lastPlace = place
  }
  if (source.length - start > maxPieceCharacters) {
    push(start, lastPlace)
    start = lastPlace
  }
  push(start, source.length)
  return pieces
}

/** Where a heading or a paragraph begins after a blank line, outside fenced code. */
function* cutPlaces(source: string): Generator<number> {
  let fence = ''
  let isAfterBlank = true
  for (let at = 0; at < source.length; ) {
    const newline = source.indexOf('\n', at)
    const end = newline === -1 ? source.length : newline
    const line = source.slice(at, Math.min(end, at + 200))
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (mark !== undefined && fence === '') fence = mark
    else if (mark?.startsWith(fence)) fence = ''
    // Lists and indented lines may belong to what stands before.
    else if (fence === '' && at > 0 && (/^#{1,6} /.test(line) || (isAfterBlank && /^[^\s>*+\d-]/.test(line)))) yield at
    isAfterBlank = line.trim() === ''
    at = end + 1
  }
}
