/** A passage as the textbook sees it: its words, each as often as it counts. */
export interface PlainPassage {
  readonly id: string
  readonly words: readonly string[]
  readonly isReadable: boolean
}

/**
 * BM25 with nothing of the product in it, to hold the product against:
 *
 *     score(q, d) = Σ over the words w of q:  idf(w) · tf(w, d) · (k1 + 1) / (tf(w, d) + k1 · (1 − b + b · |d| / avgdl))
 *     idf(w)      = ln(1 + (N − n(w) + 0.5) / (n(w) + 0.5))
 *
 * Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), equation 3.15, with k1 = 1.2 and b = 0.75; a word
 * asked twice counts twice. The idf is the one of Lucene, which adds 1 so that it is never negative. N, n(w) and avgdl are counted in all
 * passages, readable or not, with lengths in words as they are. |d| alone is rounded, as the index stores it in one byte:
 * to 2^(s/16) − 1 where s is 16 · log2(1 + |d|) rounded to a whole number.
 *
 * @returns the score of each readable passage that holds a word of the question
 */
export function plainBm25(passages: readonly PlainPassage[], question: readonly string[]): Map<string, number> {
  const averageLength = passages.reduce((sum, { words }) => sum + words.length, 0) / passages.length
  const scores = new Map<string, number>()
  for (const { id, words, isReadable } of passages) {
    const length = 2 ** (Math.round(16 * Math.log2(1 + words.length)) / 16) - 1
    let score = 0
    for (const asked of question) {
      const frequency = words.filter((word) => word === asked).length
      if (frequency === 0) continue
      const holders = passages.filter((passage) => passage.words.includes(asked)).length
      const idf = Math.log(1 + (passages.length - holders + 0.5) / (holders + 0.5))
      score += (idf * frequency * (1.2 + 1)) / (frequency + 1.2 * (1 - 0.75 + (0.75 * length) / averageLength))
    }
    if (score > 0 && isReadable) scores.set(id, score)
  }
  return scores
}
