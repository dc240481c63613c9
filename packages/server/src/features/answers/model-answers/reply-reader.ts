/** What a model says when the passages do not answer; nothing else then. */
export const notInDocuments = 'NOT_IN_DOCUMENTS'
/** What stands before the questions that a model suggests, at the end of its answer. */
export const followUpsTag = '<follow-ups>'

const mostFollowUps = 3
const longestFollowUp = 150

/**
 * Takes a reply apart while it comes: the answer, whether it is none, and the questions suggested behind it. The same whole reply
 * gives the same parts, whatever the pieces.
 */
export class ReplyReader {
  #held = ''
  #followUps = ''
  #isBeforeText = true
  #isBehindText = false
  isNoAnswer = false

  /** @returns what is answer of it */
  write(text: string): string {
    this.#held += text
    return this.#read(false)
  }

  end(): string {
    return this.#read(true)
  }

  get followUps(): string[] {
    return this.#followUps
      .split('\n')
      .map((line) =>
        line
          .replace(/<[^>]*>?/g, '')
          .replace(/^[\s\d.)*•-]+/, '')
          .replace(/[[\]()`*_|\\]|\w+:\/\/\S*/g, '')
          .replace(/\p{Cc}|\p{Cf}/gu, '')
          .trim(),
      )
      .filter((line) => line.endsWith('?') && line.length <= longestFollowUp)
      .slice(0, mostFollowUps)
  }

  #read(isWhole: boolean): string {
    if (this.isNoAnswer) return ''
    if (this.#isBehindText) {
      this.#followUps += this.#held
      this.#held = ''
      return ''
    }
    if (this.#isBeforeText) {
      const begun = this.#held.trimStart()
      if (!isWhole && begun.length < notInDocuments.length && notInDocuments.startsWith(begun)) return ''
      if (begun.startsWith(notInDocuments)) {
        this.isNoAnswer = true
        return ''
      }
      this.#isBeforeText = false
      this.#held = begun
    }
    const at = this.#held.indexOf(followUpsTag)
    if (at !== -1) {
      const text = this.#held.slice(0, at)
      this.#followUps = this.#held.slice(at + followUpsTag.length)
      this.#held = ''
      this.#isBehindText = true
      return text.trimEnd()
    }
    // White space before the tag goes with it, so it waits too.
    const waiting = isWhole ? '' : (/\s*(<[a-z-]*)?$/.exec(this.#held)![0] ?? '')
    const mayBeTag = followUpsTag.startsWith(waiting.trimStart()) ? waiting : ''
    const text = this.#held.slice(0, this.#held.length - mayBeTag.length)
    this.#held = mayBeTag
    return text
  }
}
