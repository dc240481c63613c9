import { type EvaluationSummary, type QuestionMeasures, type RankingMeasure, rankingMeasures } from '@brain-ai/contract'
import { mean, testPairs } from './ranking-measures.ts'

/** The measures of one question with setting A and, where two are compared, with B. */
export interface MeasuredQuestion {
  readonly a: QuestionMeasures
  readonly b: QuestionMeasures | null
}

/** What the results of all questions say together. */
export function summarizeRun(results: readonly MeasuredQuestion[], isComparison: boolean): EvaluationSummary {
  const ofA = (measure: RankingMeasure) => results.map(({ a }) => a[measure])
  const ofB = (measure: RankingMeasure) => results.map(({ a, b }) => (b ?? a)[measure])
  const means = (values: typeof ofA) => each((measure) => mean(values(measure)))
  if (!isComparison) return { a: means(ofA), b: null, comparison: null }

  const differences = results.map(({ a, b }) => (b ?? a).ndcg10 - a.ndcg10)
  const wins = differences.filter((difference) => difference > 0).length
  const losses = differences.filter((difference) => difference < 0).length
  return {
    a: means(ofA),
    b: means(ofB),
    comparison: {
      wins,
      losses,
      ties: differences.length - wins - losses,
      tests: each((measure) => ({
        difference: mean(ofB(measure)) - mean(ofA(measure)),
        p: testPairs(ofA(measure), ofB(measure)),
      })),
    },
  }
}

const each = <T>(resultOf: (measure: RankingMeasure) => T) =>
  Object.fromEntries(rankingMeasures.map((measure) => [measure, resultOf(measure)])) as Record<RankingMeasure, T>
