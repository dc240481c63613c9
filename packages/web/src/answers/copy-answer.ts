import type { Answer } from '@brain-ai/contract'

interface MarkdownWords {
  /** Says a page, as "page 3". */
  page: (page: number) => string
  /** The address of a document. */
  link: (documentId: string) => string
  /** Stands for a source that one may not see any more. */
  gone: string
}

/** An answer as Markdown with its citations as footnotes, to be pasted anywhere and still be checkable. */
export function copyAnswer(answer: Pick<Answer, 'question' | 'answer' | 'citations'>, words: MarkdownWords): string {
  const text = answer.answer.replace(/\[(\d+(?:\s*,\s*\d+)*)\]/g, (_, numbers: string) =>
    numbers
      .split(',')
      .map((number) => `[^${number.trim()}]`)
      .join(''),
  )
  const notes = answer.citations.map(({ number, title, headingPath, page, documentId, quote, isAvailable }) => {
    if (isAvailable === false) return `[^${number}]: ${words.gone}`
    const place = [...headingPath.filter((heading) => heading !== title), ...(page === null ? [] : [words.page(page)])]
    const where = [`[${escapeMarkdown(title)}](${words.link(documentId)})`, ...place.map(escapeMarkdown)].join(' › ')
    return `[^${number}]: ${where}: “${escapeMarkdown(quote.replace(/\s+/g, ' ').trim())}”`
  })
  return `${[
    `**${escapeMarkdown(answer.question.replace(/\s+/g, ' '))}**`,
    text,
    ...(notes.length > 0 ? [notes.join('\n')] : []),
  ].join('\n\n')}\n`
}

const escapeMarkdown = (text: string): string => text.replace(/[\\`*_[\]<>]/g, '\\$&')
