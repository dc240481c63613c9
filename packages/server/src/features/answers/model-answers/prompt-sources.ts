import type { RetrievedPassage } from '#retrieval'

/** A passage that a model may cite. */
export type Source = Pick<
  RetrievedPassage,
  'passageId' | 'documentId' | 'documentTitle' | 'headingPath' | 'page' | 'start' | 'end' | 'language' | 'text'
>

/** The passages that were shown to a model in one answer, by the numbers under which it cites them; tools add to them. */
export class PromptSources {
  readonly #byNumber: Source[] = []

  /** @returns the number of the passage, the same one each time */
  add(source: Source): number {
    const known = this.#byNumber.findIndex(({ passageId }) => passageId === source.passageId)
    return known === -1 ? this.#byNumber.push(source) : known + 1
  }

  find(number: number): Source | undefined {
    return this.#byNumber[number - 1]
  }

  numberOf(passageId: string): number | null {
    const at = this.#byNumber.findIndex((source) => source.passageId === passageId)
    return at === -1 ? null : at + 1
  }

  get all(): readonly Source[] {
    return this.#byNumber
  }

  get documentIds(): string[] {
    return [...new Set(this.#byNumber.map(({ documentId }) => documentId))]
  }
}

/**
 * A passage as a model reads it: data between two tags, which nothing inside can close. What stands there was written by whoever
 * wrote the document.
 */
export function showSource(number: number, { documentTitle, headingPath, text }: Source): string {
  const heading = [documentTitle, ...headingPath.filter((each) => each !== documentTitle)].join(' › ')
  return `<passage number="${number}" from="${escapeTags(heading).replaceAll('"', "'")}">\n${escapeTags(text)}\n</passage>`
}

export const escapeTags = (text: string): string => text.replace(/<(?=\s*\/?\s*(?:passages?|question|follow-ups)\b)/gi, '‹')
