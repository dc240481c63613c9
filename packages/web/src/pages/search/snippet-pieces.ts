interface Range {
  start: number
  end: number
}

/** A snippet in pieces that are highlighted or not, in order. Highlights that overlap or reach beyond the text do no harm. */
export function snippetPieces(text: string, highlights: readonly Range[]) {
  const pieces: { start: number; text: string; isHighlighted: boolean }[] = []
  let at = 0
  const add = (end: number, isHighlighted: boolean) => {
    if (end > at) pieces.push({ start: at, text: text.slice(at, end), isHighlighted })
    at = Math.max(at, end)
  }
  for (const { start, end } of [...highlights].sort((a, b) => a.start - b.start)) {
    add(Math.min(start, text.length), false)
    add(Math.min(end, text.length), true)
  }
  add(text.length, false)
  return pieces
}
