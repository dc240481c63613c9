import { analyzePassage, type IndexedText } from './analyzer.ts'

const passagesRead = 10
const termsAdded = 20
const ownShare = 0.9

/**
 * What the best passages say besides the question, as more terms to search by: relevance feedback without a person (RM3; Lavrenko
 * and Croft 2001, Abdul-Jaleel and others 2004). The question keeps nine tenths of the weight: with less, questions that have one
 * right passage lose it.
 * @param weights of the question's own terms; @param best passages with their scores, best first
 * @returns the weights of all terms, old and new
 */
export function addFeedbackTerms(
  weights: ReadonlyMap<string, number>,
  best: readonly (IndexedText & { readonly score: number })[],
): Map<string, number> {
  const read = best.slice(0, passagesRead)
  const sumOfScores = read.reduce((sum, { score }) => sum + score, 0)
  const likelihoods = new Map<string, number>()
  for (const passage of read) {
    const { frequencies, length } = analyzePassage(passage)
    const share = passage.score / sumOfScores
    for (const [term, frequency] of frequencies) {
      likelihoods.set(term, (likelihoods.get(term) ?? 0) + (share * frequency) / length)
    }
  }
  const added = [...likelihoods].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, termsAdded)
  const sumOfAdded = added.reduce((sum, [, likelihood]) => sum + likelihood, 0)
  const sumOfWeights = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  const all = new Map(weights)
  for (const [term, likelihood] of added) {
    const weight = ((1 - ownShare) / ownShare) * sumOfWeights * (likelihood / sumOfAdded)
    all.set(term, (all.get(term) ?? 0) + weight)
  }
  return all
}
