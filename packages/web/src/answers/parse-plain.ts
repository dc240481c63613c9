import { type AnswerBlock, splitCitations } from './answer-blocks.ts'

const listMark = /^\s*(?:[-*•]|\d+[.)])\s+/

/** Divides a plain text into paragraphs and lists. What looks like markup in quoted sentences stays as it is. */
export function parsePlain(text: string): AnswerBlock[] {
  const blocks: AnswerBlock[] = []
  for (const match of text.matchAll(/[^\n](?:[^\n]|\n(?!\s*\n))*/g)) {
    const block = match[0].trimEnd()
    if (block.trim() === '') continue
    const lines = linesOf(block, match.index)
    if (lines.every(({ text }) => listMark.test(text))) blocks.push(listOf(lines))
    else blocks.push({ kind: 'paragraph', pieces: splitCitations(block.trimStart(), match.index + leadingSpace(block)) })
  }
  return blocks
}

interface Line {
  text: string
  start: number
}

const leadingSpace = (text: string): number => text.length - text.trimStart().length

function linesOf(block: string, start: number): Line[] {
  let at = start
  return block.split('\n').map((text) => {
    const line = { text, start: at }
    at += text.length + 1
    return line
  })
}

function listOf(lines: Line[]): AnswerBlock {
  const first = /^\s*(\d+)/.exec(lines[0]!.text)
  return {
    kind: 'list',
    isNumbered: first !== null,
    first: Number(first?.[1] ?? 1),
    items: lines.map(({ text, start }) => {
      const mark = listMark.exec(text)![0].length
      return [{ kind: 'paragraph', pieces: splitCitations(text.slice(mark), start + mark) }]
    }),
  }
}
