import type { Heading } from './document.ts'

/** A word of a title or heading, with the whole of it: what suggestions while typing are found by. */
export interface DocumentWord {
  /** 0 for the title, else the place among the headings, from 1. */
  readonly position: number
  readonly word: string
  readonly start: number
  readonly text: string
}

const maxLength = 200
const maxHeadings = 2000

export const wordsOfTitle = (title: string): DocumentWord[] => wordsOfPlace({ title, start: 0 }, 0)

/** Of the first headings only: beyond, a document is a table whose rows look like headings. */
export const wordsOfHeadings = (headings: readonly Heading[]): DocumentWord[] =>
  headings.slice(0, maxHeadings).flatMap((heading, i) => wordsOfPlace(heading, i + 1))

function wordsOfPlace({ title, start }: Pick<Heading, 'title' | 'start'>, position: number): DocumentWord[] {
  const text = title.replace(/\s+/g, ' ').trim().slice(0, maxLength).toWellFormed()
  return wordsOf(text).map((word) => ({ position, word, start, text }))
}

/** The words of a text, each once, as they are compared: lower case, in their compatible form. */
export function wordsOf(text: string): string[] {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  return [...new Set(words.map((word) => word.slice(0, 64).toWellFormed()))]
}
