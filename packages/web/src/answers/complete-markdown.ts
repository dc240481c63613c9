/**
 * Makes Markdown that is still being written fit to be shown: what is only half there is closed or kept back, so that nothing that
 * is shown turns into something else with the next words.
 */
export function completeMarkdown(text: string): string {
  const { before, last } = splitLastBlock(text)
  if (/^ {0,3}(`{3,}|~{3,})/.test(last)) return before + last.replace(/\n[`~]{1,2}$/, '')
  const lines = last.split('\n')
  // A table is one only from its second line on.
  if (lines[0]!.trimStart().startsWith('|') && (lines.length < 3 || !/^[\s|:-]+$/.test(lines[1]!))) return before
  if (/^\s*(?:[-*+_=#>|`~]+|\d+[.)]?)\s*$/.test(lines.at(-1)!)) lines.pop()
  return before + closeInline(lines.join('\n'))
}

/** Where the block begins that is being written: after the last empty line that is not inside of a fence. */
function splitLastBlock(text: string): { before: string; last: string } {
  let fence: string | undefined
  let start = 0
  let at = 0
  for (const line of text.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (fence === undefined && mark) {
      fence = mark
      start = at
    } else if (fence !== undefined && mark?.startsWith(fence)) {
      fence = undefined
      start = Math.min(text.length, at + line.length + 1)
    } else if (fence === undefined && line.trim() === '') start = Math.min(text.length, at + line.length + 1)
    at += line.length + 1
  }
  return { before: text.slice(0, start), last: text.slice(start) }
}

function closeInline(block: string): string {
  let text = block
    .replace(/\s*\[[\d\s,]*$/, '')
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*$/, '$1')
    .replace(/!?\[([^\]\n]*)$/, '$1')
    .replace(/[!\\]$/, '')
  if ((text.match(/`/g) ?? []).length % 2 === 1) text = closeWith(text, '`')
  const outsideCode = text.replace(/`[^`]*`/g, '')
  if ((outsideCode.match(/\*\*/g) ?? []).length % 2 === 1) {
    // Half of the closing mark may be there already.
    text = closeWith(/[^*]\*$/.test(text) ? text.slice(0, -1) : text, '**')
  } else if ((outsideCode.replace(/\*\*/g, '').match(/(?<!^|\n)\*|(?<=^|\n)\*(?! )/g) ?? []).length % 2 === 1) {
    text = closeWith(text, '*')
  }
  return text
}

/** A mark that nothing follows yet goes; else its twin is put at the end of the words. */
function closeWith(text: string, mark: string): string {
  const words = text.trimEnd()
  return words.endsWith(mark) ? words.slice(0, -mark.length) : words + mark
}
