export interface DiffPiece {
  kind: 'same' | 'removed' | 'added'
  text: string
}

/** Longer texts are compared as a whole: the table of the comparison grows with the product of their lengths. */
const mostWords = 2000

/** What differs between two texts, word by word: the words that both have in this order stay, the others go or come. */
export function diffWords(before: string, after: string): DiffPiece[] {
  const [old, now] = [wordsOf(before), wordsOf(after)]
  if (old.length > mostWords || now.length > mostWords)
    return before === after
      ? join([['same', before]])
      : join([
          ['removed', before],
          ['added', after],
        ])
  const width = now.length + 1
  // How many words both have in common from here on.
  const common = new Uint16Array((old.length + 1) * width)
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      common[i * width + j] =
        old[i] === now[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!)
  const steps: [DiffPiece['kind'], string][] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      steps.push(['same', old[i]!])
      i++
      j++
    } else if (j >= now.length || (i < old.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!))
      steps.push(['removed', old[i++]!])
    else steps.push(['added', now[j++]!])
  }
  return join(steps)
}

const wordsOf = (text: string): string[] => text.match(/\s+|[^\s]+/g) ?? []

function join(steps: [DiffPiece['kind'], string][]): DiffPiece[] {
  const pieces: DiffPiece[] = []
  for (const [kind, text] of steps) {
    const last = pieces.at(-1)
    if (text === '') continue
    if (last?.kind === kind) last.text += text
    else pieces.push({ kind, text })
  }
  return pieces
}
