/** A piece of an answer as it is shown. `start` is its offset in the text of the answer. */
export type AnswerPiece =
  | { kind: 'text'; text: string; start: number; isDoubtful?: true }
  | { kind: 'code'; text: string; start: number }
  | { kind: 'citation'; number: number; start: number }
  /** The end of a sentence that its sources do not bear out. */
  | { kind: 'doubt'; hasSources: boolean }
  | { kind: 'strong' | 'emphasis'; pieces: AnswerPiece[] }
  | { kind: 'link'; href: string; host: string; pieces: AnswerPiece[] }
  | { kind: 'break' }

/** All that an answer can consist of: whatever is not in this list is never shown, or shown as the words it has. */
export type AnswerBlock =
  | { kind: 'paragraph'; pieces: AnswerPiece[] }
  | { kind: 'heading'; level: number; pieces: AnswerPiece[] }
  | { kind: 'list'; isNumbered: boolean; first: number; items: AnswerBlock[][] }
  | { kind: 'quote'; blocks: AnswerBlock[] }
  | { kind: 'code'; text: string }
  | { kind: 'table'; rows: AnswerPiece[][][] }
  | { kind: 'rule' }

const marker = /\s?\[(\d+(?:\s*,\s*\d+)*)\]/g

/** Takes `[1]` and `[1, 2]` as citations, without the space before them; everything else in brackets is text. */
export function splitCitations(text: string, start: number): AnswerPiece[] {
  const pieces: AnswerPiece[] = []
  let at = 0
  const add = (end: number) => {
    if (end > at) pieces.push({ kind: 'text', text: text.slice(at, end), start: start + at })
  }
  for (const match of text.matchAll(marker)) {
    add(match.index)
    at = match.index + match[0].length
    for (const number of match[1]!.split(',')) pieces.push({ kind: 'citation', number: Number(number), start: start + at - 1 })
  }
  add(text.length)
  return pieces
}
