/**
 * What stands at one place of a text that a model wrote. The same whole text gives the same constructs, however it is cut into
 * pieces: as long as what follows could change the outcome, it is `more` that is needed.
 */
export type Construct =
  | { readonly kind: 'more' }
  /** as it is */
  | { readonly kind: 'text'; readonly length: number; readonly text: string }
  /** to be read for constructs itself */
  | { readonly kind: 'label'; readonly length: number; readonly label: string; readonly after: string }
  | { readonly kind: 'markers'; readonly length: number; readonly numbers: readonly string[] }

export type RemovedContent = 'image' | 'link' | 'html' | 'hidden-characters'

const more: Construct = { kind: 'more' }
const maxLabel = 1_000
const maxTarget = 3_000
const maxTag = 2_000
const maxCode = 2_000
const maxFence = 200

/** A label in brackets: numbers of citations, a link, an image, or a word in brackets. */
export function readBracket(text: string, at: number, isWhole: boolean, onRemoved: (what: RemovedContent) => void): Construct {
  const isImage = text[at] === '!'
  const open = isImage ? at + 1 : at
  const close = findClosing(text, open, '[', ']', maxLabel)
  if (close === 'more' && !isWhole) return more
  if (typeof close !== 'number') return { kind: 'text', length: open - at + 1, text: isImage ? '! [' : '[' }
  const next = text[close + 1]
  if (next === undefined && !isWhole) return more
  const label = text.slice(open + 1, close)
  const numbers = readNumbers(label)
  const length = close + 1 - at
  if (next === '(') {
    const end = findClosing(text, close + 1, '(', ')', maxTarget)
    if (end === 'more' && !isWhole) return more
    if (typeof end !== 'number') return { kind: 'label', length, label, after: ' ' }
    const whole = end + 1 - at
    const target = isImage ? undefined : readTarget(text.slice(close + 2, end))
    if (isImage) onRemoved('image')
    else if (target === undefined || numbers) onRemoved('link')
    if (numbers && !isImage) return { kind: 'markers', length: whole, numbers }
    return { kind: 'label', length: whole, label, after: target === undefined || target === label ? '' : ` (${target})` }
  }
  if (numbers && !isImage) return { kind: 'markers', length, numbers }
  // What would name the target of a link elsewhere in the text, or point to such a name, is a word like any other.
  if (isImage || next === ':' || next === '[') return { kind: 'label', length, label, after: '' }
  return { kind: 'text', length: 1, text: '[' }
}

/** A tag, a comment, an address in angle brackets, or a smaller-than sign. */
export function readAngle(text: string, at: number, isWhole: boolean, onRemoved: (what: RemovedContent) => void): Construct {
  const next = text[at + 1]
  if (next === undefined && !isWhole) return more
  if (next === undefined || /[\s\d=-]/.test(next)) return { kind: 'text', length: 1, text: '<' }
  if (!/[A-Za-z/!?]/.test(next)) return { kind: 'text', length: 1, text: '‹' }
  const isComment = next === '!'
  if (isComment && text.length < at + 4 && !isWhole) return more
  const ending = text.startsWith('<!--', at) ? '-->' : '>'
  const close = text.indexOf(ending, at + 1)
  if (close === -1 && text.length - at <= maxTag && !isWhole) return more
  if (close === -1 || close - at > maxTag) {
    onRemoved('html')
    return { kind: 'text', length: 1, text: '‹' }
  }
  const length = close + ending.length - at
  const address = readTarget(text.slice(at + 1, close))
  if (address !== undefined) return { kind: 'text', length, text: address }
  onRemoved('html')
  return { kind: 'text', length, text: '' }
}

/** Code within a line, as it is. Signs that begin no code become another sign, so that nobody else takes them for its beginning. */
export function readCode(text: string, at: number, isWhole: boolean): Construct {
  const run = /^`+/.exec(text.slice(at, at + maxCode))![0]
  if (at + run.length === text.length && !isWhole) return more
  const plain: Construct = { kind: 'text', length: run.length, text: "'" }
  const line = text.slice(at, at + maxCode).split('\n', 1)[0]!
  const isLineWhole = isWhole || line.length < text.length - at
  for (const { index, 0: found } of line.slice(run.length).matchAll(/`+/g)) {
    const end = run.length + index + found.length
    // The run may go on behind what is seen.
    if (end === line.length && !isLineWhole) return more
    if (end === maxCode) return plain
    if (found.length !== run.length) continue
    const code = line.slice(0, end)
    // A table ends its cells also within code, and then what follows is code no more.
    return code.includes('|') && /\]\(|<[A-Za-z/!?]/.test(code) ? plain : { kind: 'text', length: end, text: code }
  }
  return isLineWhole ? plain : more
}

/**
 * A line that begins a block of code: after spaces at the beginning of a line. It is written without the spaces, which in a list
 * would decide where the block ends; undefined where there is none.
 */
export function readFence(
  text: string,
  isWhole: boolean,
): { readonly fence: string; readonly indent: number; readonly length: number; readonly text: string } | 'more' | undefined {
  const line = text.slice(0, maxFence).split('\n', 1)[0]!
  const isLineWhole = isWhole || line.length < text.length || line.length === maxFence
  if (!/^[ \t]*(`{0,2}|~{0,2})$|^[ \t]*(```|~~~)/.test(line)) return undefined
  if (!isLineWhole) return 'more'
  const [, indent, fence, info] = /^([ \t]*)(`{3,}|~{3,})(.*)$/.exec(line) ?? []
  if (fence === undefined || (fence.startsWith('`') && info!.includes('`'))) return undefined
  // Of what is too long to be seen whole only the signs stay, and the rest is code.
  if (line.length === maxFence)
    return { fence, indent: indent!.length, length: indent!.length + fence.length, text: `${fence}\n` }
  return { fence, indent: indent!.length, length: line.length, text: fence + info }
}

/** Whether a line ends the block of code that a fence has begun. */
export function isFenceEnd(line: string, { fence, indent }: { fence: string; indent: number }): boolean {
  const [, spaces, signs] = /^([ \t]*)(`+|~+)[ \t]*$/.exec(line) ?? []
  return signs !== undefined && signs[0] === fence[0] && signs.length >= fence.length && spaces!.length <= indent + 3
}

/** The numbers of citations in a label, if it is nothing else: `3`, `1, 2`, `1-3`. */
function readNumbers(label: string): string[] | undefined {
  if (!/^\s*\^?\d{1,6}(\s*[,;–-]\s*\^?\d{1,6}){0,9}\s*$/.test(label)) return undefined
  return label
    .split(/[,;]/)
    .flatMap((part) => {
      const [from, to] = part.split(/[–-]/).map((number) => Number(number.replace('^', '').trim()))
      if (to === undefined || to <= from! || to - from! > 9) return part.split(/[–-]/)
      return Array.from({ length: to - from! + 1 }, (_, i) => String(from! + i))
    })
    .map((number) => String(Number(number.replace('^', '').trim())))
}

/** An address that may be shown, with its host to be seen; undefined for every other one. */
export function readTarget(written: string): string | undefined {
  const trimmed = written.trim()
  const target = trimmed.startsWith('<') ? trimmed.slice(1).split('>', 1)[0]! : trimmed.split(/\s/, 1)[0]!
  if (!/^(https?:\/\/|mailto:)[^\s\p{Cc}\\]+$/iu.test(target)) return undefined
  const url = URL.parse(target)
  // A name before the host hides which host it is.
  if (url?.username !== '' || url.password !== '') return undefined
  return url.href.replace(/[()[\]<>"'`*_~|!]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** Where what opens at a place closes, with escapes and nesting, within one paragraph; undefined: it does not. */
function findClosing(text: string, open: number, opening: string, closing: string, most: number): number | 'more' | undefined {
  let depth = 0
  for (let i = open; i < text.length; i++) {
    if (i - open > most) return undefined
    const sign = text[i]
    if (sign === '\\') i++
    else if (sign === '\n' && /^\n[ \t]*\n/.test(text.slice(i, i + 200))) return undefined
    else if (sign === opening) depth++
    else if (sign === closing && --depth === 0) return i
  }
  return 'more'
}
