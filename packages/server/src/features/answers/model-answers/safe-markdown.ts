import {
  type Construct,
  isFenceEnd,
  type RemovedContent,
  readAngle,
  readBracket,
  readCode,
  readFence,
} from './markdown-constructs.ts'

/** A piece of an answer: text as it may be shown, or the numbers of a citation, as the model wrote them. */
export type AnswerPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'markers'; readonly numbers: readonly string[] }

const special = /[[\]<`!~\\\n]/

/**
 * Reads what a model writes, piece by piece, and lets through what may stand in an answer: Markdown without images, HTML and
 * hidden characters, its links as plain addresses of http, https or mail. A model may do what a document tells it; what comes out
 * here loads nothing from elsewhere and hides no address, in whatever pieces it came.
 */
export class SafeMarkdown {
  readonly removed = new Set<RemovedContent>()
  #held = ''
  #fence: { fence: string; indent: number } | undefined
  #isLineStart = true
  #before = '\n'
  /** What was written since the last space, as far as it matters. */
  #word = ''

  write(text: string): AnswerPiece[] {
    this.#held += text
    return this.#read(false)
  }

  end(): AnswerPiece[] {
    return this.#read(true)
  }

  #read(isWhole: boolean): AnswerPiece[] {
    const pieces: AnswerPiece[] = []
    // Half a character waits for its other half, and half an end of a line too.
    const rest = isWhole ? '' : (/(\r|[\uD800-\uDBFF])$/.exec(this.#held)?.[0] ?? '')
    let text = this.#clean(this.#held.slice(0, this.#held.length - rest.length))
    while (text !== '') {
      const step = this.#next(text, isWhole)
      if (step.kind === 'more') break
      text = text.slice(step.length)
      if (step.kind === 'markers') this.#addMarkers(pieces, step.numbers)
      else if (step.kind === 'text') this.#addText(pieces, step.text)
      else {
        for (const text of this.#readLabel(step.label)) this.#addText(pieces, text)
        this.#addText(pieces, step.after)
      }
    }
    this.#held = text + rest
    return pieces
  }

  #clean(text: string): string {
    const whole = text.replace(/\r\n?/g, '\n')
    const cleaned = withoutHidden(whole)
    if (cleaned.length < whole.length) this.removed.add('hidden-characters')
    return cleaned.toWellFormed()
  }

  #next(text: string, isWhole: boolean): Construct {
    if (this.#fence !== undefined) return this.#nextInFence(text, isWhole)
    if (this.#isLineStart) {
      const fence = readFence(text, isWhole)
      if (fence === 'more') return { kind: 'more' }
      if (fence) {
        this.#fence = fence
        this.#isLineStart = false
        return { kind: 'text', length: fence.length, text: fence.text }
      }
    }
    const step = this.#nextOutside(text, text[0]!, isWhole)
    if (step.kind !== 'more') this.#isLineStart = text[step.length - 1] === '\n'
    return step
  }

  #nextOutside(text: string, sign: string, isWhole: boolean): Construct {
    const onRemoved = (what: RemovedContent) => void this.removed.add(what)
    const plain = (length: number): Construct => ({ kind: 'text', length, text: text.slice(0, length) })
    const [, next] = text
    if (next === undefined && !isWhole && /[!\\]/.test(sign)) return { kind: 'more' }
    if (sign === '[' || (sign === '!' && next === '[')) return readBracket(text, 0, isWhole, onRemoved)
    if (sign === '<') return readAngle(text, 0, isWhole, onRemoved)
    if (sign === '`') return readCode(text, 0, isWhole)
    if (sign === '\\') return plain(next === '\\' || next === '`' ? 2 : 1)
    if (sign === '~') {
      const [run] = /^~+/.exec(text)!
      if (run.length === text.length && !isWhole) return { kind: 'more' }
      // Behind something else in its line it would begin a block of code in a list.
      return run.length < 3 ? plain(run.length) : { kind: 'text', length: run.length, text: '' }
    }
    if (sign === '\n' || sign === ']') return plain(1)
    const rest = text.slice(1).search(special)
    return plain(rest === -1 ? text.length : rest + 1)
  }

  /** A line of code, up to the one that ends the block. */
  #nextInFence(text: string, isWhole: boolean): Construct {
    const end = text.indexOf('\n')
    if (end === -1 && !isWhole) return { kind: 'more' }
    const length = end === -1 ? text.length : end + 1
    const line = text.slice(0, length)
    const isEnd = this.#isLineStart && isFenceEnd(line.replace('\n', ''), this.#fence!)
    if (isEnd) this.#fence = undefined
    this.#isLineStart = true
    return { kind: 'text', length, text: isEnd ? line.trimStart() : line }
  }

  /** What is written in the place of a link is read as an answer of its own, without links in it. */
  #readLabel(label: string): string[] {
    const inner = new SafeMarkdown()
    inner.#isLineStart = false
    const pieces = [...inner.write(label.replace(/[[\]\n]/g, ' ')), ...inner.end()]
    for (const what of inner.removed) this.removed.add(what)
    return pieces.flatMap((piece) => (piece.kind === 'text' ? [piece.text] : []))
  }

  #addMarkers(pieces: AnswerPiece[], numbers: readonly string[]): void {
    if (this.#before === '!') this.#addText(pieces, ' ')
    pieces.push({ kind: 'markers', numbers })
    this.#before = ']'
    this.#word = ''
  }

  #addText(pieces: AnswerPiece[], text: string): void {
    if (text === '') return
    // What was taken out in between must not join what stands around it to something else.
    // Nor may code become the end of an address that stands before it.
    const isInAddress = text[0] === '`' && /:\/\/|www\.|@|mailto:|xmpp:/i.test(this.#word)
    const gap = isInAddress || joins(this.#before, text[0]!) ? ' ' : ''
    this.#word = (/\s/.test(gap + text) ? '' : this.#word.slice(-2_000)) + /\S*$/.exec(text)![0].slice(-2_000)
    const last = pieces.at(-1)
    if (last?.kind === 'text') pieces[pieces.length - 1] = { kind: 'text', text: last.text + gap + text }
    else pieces.push({ kind: 'text', text: gap + text })
    this.#before = text.at(-1)!
  }
}

// Signs without a width, that turn the direction of writing, or that carry text nobody sees. The two joiners are needed for writing.
const hidden = /[\p{Cc}\p{Cf}\u{E0000}-\u{E0FFF}]/gu
const kept = new Set(['\t', '\n', '\r', '\u200C', '\u200D'])

const withoutHidden = (text: string): string => text.replace(hidden, (sign) => (kept.has(sign) ? sign : ''))

function joins(before: string, next: string): boolean {
  if (before === ']') return next === '(' || next === '[' || next === ':'
  if (before === '!') return next === '['
  if (before === '`' || before === '~') return next === before
  return before === '<' && /[A-Za-z/!?]/.test(next)
}
