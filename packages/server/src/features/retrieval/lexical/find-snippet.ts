import { forEachTermOfPassage } from './analyzer.ts'

/** `start` and `end` are offsets into the text that was searched; the highlights are offsets into the snippet. */
export type Snippet = {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly highlights: readonly { readonly start: number; readonly end: number }[]
}
type Hit = { readonly term: string; readonly start: number; readonly end: number; readonly weight: number }

const repeatedTermWeight = 0.1

/**
 * The part of a passage that shows most of what was asked, at most `maxLength` characters, cut between words.
 * @param weights term → how much it says (its idf); other words are not highlighted
 */
export function findSnippet(
  passage: { readonly text: string; readonly language: string },
  weights: ReadonlyMap<string, number>,
  maxLength = 280,
): Snippet {
  const { text } = passage
  const hits = findHits(passage, weights)
  const [first, last] = densestHits(hits, maxLength)
  const from = first === undefined ? 0 : first.start
  const to = last === undefined ? 0 : last.end
  const start = startOfSnippet(text, from, Math.max(0, maxLength - (to - from)))
  const end = endOfSnippet(text, start, to, maxLength)
  const highlights = hits
    .filter((hit) => hit.start >= start && hit.end <= end)
    .map((hit) => ({ start: hit.start - start, end: hit.end - start }))
  return { start, end, text: text.slice(start, end), highlights }
}

function findHits(passage: { readonly text: string; readonly language: string }, weights: ReadonlyMap<string, number>): Hit[] {
  const hits: Hit[] = []
  forEachTermOfPassage(passage, new Set(weights.keys()), (term, start, end) => {
    if (hits.at(-1)?.start !== start) hits.push({ term, start, end, weight: weights.get(term)! })
  })
  return hits
}

function densestHits(hits: readonly Hit[], maxLength: number): [Hit | undefined, Hit | undefined] {
  let best: [Hit | undefined, Hit | undefined] = [undefined, undefined]
  let bestScore = 0
  for (const [i, first] of hits.entries()) {
    const seen = new Set<string>()
    let score = 0
    let last = first
    for (let j = i; j < hits.length && hits[j]!.end - first.start <= maxLength; j++) {
      last = hits[j]!
      score += seen.has(last.term) ? last.weight * repeatedTermWeight : last.weight
      seen.add(last.term)
    }
    if (score > bestScore) {
      best = [first, last]
      bestScore = score
    }
  }
  return best
}

const endsSentence = /[.!?:\n]/

/** Goes back from the first hit to the start of its sentence, or to a word somewhat before it. */
function startOfSnippet(text: string, from: number, room: number): number {
  const earliest = Math.max(0, from - Math.floor(room * 0.6))
  for (let i = from; i > earliest; i--) {
    const isStart = text[i - 1] === '\n' || (text[i - 1] === ' ' && endsSentence.test(text[i - 2] ?? ''))
    if (isStart) return i
  }
  if (earliest === 0) return text.length - text.trimStart().length
  const space = text.indexOf(' ', earliest)
  return space >= 0 && space < from ? space + 1 : from
}

function endOfSnippet(text: string, start: number, to: number, maxLength: number): number {
  const latest = start + maxLength
  if (latest >= text.length) return start + text.slice(start).trimEnd().length
  const space = text.lastIndexOf(' ', latest)
  const end = space > Math.max(to, start) ? space : Math.max(to, latest)
  return start + text.slice(start, end).trimEnd().length
}
