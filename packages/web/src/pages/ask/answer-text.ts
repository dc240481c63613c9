/** A piece of an answer: words, or the number of a citation. */
export type AnswerPiece = { kind: 'text'; text: string } | { kind: 'citation'; number: number }

export interface AnswerBlock {
  kind: 'paragraph' | 'list' | 'numbered-list'
  /** One line for a paragraph, one for each entry of a list. */
  lines: AnswerPiece[][]
}

const listMark = /^\s*(?:[-*•]|\d+[.)])\s+/

/**
 * Divides an answer into paragraphs and lists, and each line into words and citations.
 * While it is still being written, a marker that is only half there is kept back, so that nothing flickers.
 */
export function parseAnswer(answer: string, isComplete: boolean): AnswerBlock[] {
  const text = isComplete ? answer : answer.replace(/\s*\[[\d\s,]*$/, '')
  return text
    .split(/\n\s*\n/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .map((block) => {
      const lines = block.split('\n')
      if (lines.every((line) => listMark.test(line)))
        return {
          kind: /^\s*\d/.test(block) ? 'numbered-list' : 'list',
          lines: lines.map((line) => parseLine(line.replace(listMark, ''))),
        }
      return { kind: 'paragraph', lines: [parseLine(block)] }
    })
}

/** Takes `[1]` and `[1, 2]` as citations; everything else in brackets is text. */
function parseLine(line: string): AnswerPiece[] {
  const pieces: AnswerPiece[] = []
  let at = 0
  for (const match of line.matchAll(/\s?\[(\d+(?:\s*,\s*\d+)*)\]/g)) {
    if (match.index > at) pieces.push({ kind: 'text', text: line.slice(at, match.index) })
    for (const number of match[1]!.split(',')) pieces.push({ kind: 'citation', number: Number(number) })
    at = match.index + match[0].length
  }
  if (at < line.length) pieces.push({ kind: 'text', text: line.slice(at) })
  return pieces
}

/** The words of an answer without its markers, to be read aloud. */
export const spokenAnswer = (answer: string): string =>
  answer
    .replace(/\s?\[\d+(?:\s*,\s*\d+)*\]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
