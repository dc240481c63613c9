const footnoteMark = /\s?\[(?:\d{1,3}|[a-z]|note \d+|citation needed)\]/giu
const bullet = /^\s*(?:[-*+•–]|\d{1,3}[.)]|\p{L}[.)])\s+/u
const emphasis = /(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1/gu
const link = /!?\[([^\]]*)\]\([^)\s]*\)/gu
const cellBorder = /\s*\|\s*/gu
const ends = /[.!?:;…。！？]["'”“»«’)\]]*$/u

/**
 * A quote as it reads in an answer: without list marks, table borders, Markdown and line breaks, with a full stop at its end.
 * Footnote marks such as [3] go too: in an answer they would be taken for citations.
 */
export function readableText(quote: string): string {
  const plain = quote
    .replace(bullet, '')
    .replace(link, '$1')
    .replace(emphasis, '$2')
    .replace(/^\s*\||\|\s*$/gu, '')
    .replace(cellBorder, ' · ')
    .replace(footnoteMark, '')
    .replace(/\[(\d+)\]/gu, '($1)')
    .replace(/\s+/gu, ' ')
    .trim()
  return ends.test(plain) ? plain : `${plain}.`
}
