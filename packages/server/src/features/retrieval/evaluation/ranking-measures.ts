import type { QuestionMeasures } from '@brain-ai/contract'

/** How relevant each thing is that should be found; what is not in it is not relevant. */
export type Judgements = ReadonlyMap<string, number>

const permutations = 10_000

/**
 * The measures of one ranking.
 * - nDCG@10 (Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques, 2002): the sum of relevance / log2(1 + rank)
 *   over the first ten, divided by that of the best order there is.
 * - recall@k: the share of what is relevant among the first k.
 * - MRR@10: 1 / rank of the first that is relevant, 0 behind the tenth.
 * @param ranked what was found, best first, each at most once
 * @param judgements at least one of them above 0
 */
export function measureRanking(ranked: readonly string[], judgements: Judgements): QuestionMeasures {
  const gains = ranked.map((id) => judgements.get(id) ?? 0)
  const relevant = [...judgements.values()].filter((gain) => gain > 0)
  const ideal = relevant.toSorted((a, b) => b - a)
  const recallAt = (depth: number) => gains.slice(0, depth).filter((gain) => gain > 0).length / relevant.length
  const first = gains.findIndex((gain) => gain > 0) + 1
  return {
    ndcg10: discountedGain(gains.slice(0, 10)) / discountedGain(ideal.slice(0, 10)),
    recall10: recallAt(10),
    recall100: recallAt(100),
    mrr10: first > 0 && first <= 10 ? 1 / first : 0,
    firstHit: first > 0 ? first : null,
  }
}

function discountedGain(gains: readonly number[]): number {
  return gains.reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0)
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

/**
 * Two-sided p of the paired randomisation test (Fisher; for retrieval Smucker, Allan and Carterette, A comparison of statistical
 * significance tests for information retrieval evaluation, 2007). Were A and B equally good, each question's difference could as well
 * have the other sign: p is the share of 10,000 random choices of signs whose sum is at least as far from 0 as the one observed,
 * counting the observed one too, so that it is never 0 (Phipson and Smyth 2010). The same input gives the same p.
 */
export function testPairs(a: readonly number[], b: readonly number[]): number {
  const differences = b.map((value, i) => value - a[i]!).filter((difference) => difference !== 0)
  const total = differences.reduce((sum, difference) => sum + difference, 0)
  const observed = Math.abs(total) - 1e-9
  let state = 0x2545f491
  let extreme = 0
  for (let round = 0; round < permutations; round++) {
    let flipped = 0
    for (let i = 0; i < differences.length; i++) {
      // xorshift32 (Marsaglia 2003): each draw gives the signs of 32 questions.
      if ((i & 31) === 0) {
        state ^= state << 13
        state ^= state >>> 17
        state ^= state << 5
      }
      if ((state >>> (i & 31)) & 1) flipped += differences[i]!
    }
    if (Math.abs(total - 2 * flipped) >= observed) extreme++
  }
  return (extreme + 1) / (permutations + 1)
}
