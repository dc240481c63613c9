/** Breaks lines at spaces so that none is wider than `columns`, where a word allows it; every line starts with `indent`. */
export function wrapText(text: string, columns: number, indent = ''): string {
  const room = Math.max(20, columns - indent.length)
  const wrapped = text.split('\n').flatMap((line) => {
    const lines: string[] = []
    let current = ''
    for (const word of line.split(/\s+/).filter(Boolean)) {
      if (current !== '' && current.length + 1 + word.length > room) {
        lines.push(current)
        current = word
      } else current = current === '' ? word : `${current} ${word}`
    }
    return [...lines, current]
  })
  return wrapped.map((line) => (line === '' ? '' : indent + line)).join('\n')
}
