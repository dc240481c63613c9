import {
  type ComparisonVerdict,
  type EvaluationRunView,
  judgeComparison,
  type RankingMeasure,
  type RetrievalOptions,
  rankingMeasures,
  retrievalOptionNames,
} from '@brain-ai/contract'
import type { Terminal } from '../terminal/terminal.ts'
import { flagOf } from './read-settings.ts'

const names: Record<RankingMeasure, string> = {
  ndcg10: 'nDCG@10',
  recall10: 'recall@10',
  recall100: 'recall@100',
  mrr10: 'MRR@10',
}

const sentences: Record<ComparisonVerdict, string> = {
  better: 'B is better than A, and not by chance',
  worse: 'B is worse than A, and not by chance',
  unclear: 'No difference that could not be chance',
  equal: 'A and B rank every question alike',
}

/** What B is to A; undefined where one setting was measured alone. */
export function verdictOf({ summary }: EvaluationRunView): ComparisonVerdict | undefined {
  return summary?.comparison ? judgeComparison(summary.comparison) : undefined
}

/** The table of a run that is done, and what it says in words. */
export function describeRun(run: EvaluationRunView, terminal: Terminal): string {
  const { a, b, comparison } = run.summary!
  const measured = run.done - run.skipped
  const skipped = run.skipped > 0 ? `, ${run.skipped} left out whose documents cannot be found at the moment` : ''
  const lines = [`${measured} ${measured === 1 ? 'question' : 'questions'} measured${skipped}`, '']
  if (!b || !comparison) {
    lines.push(...rankingMeasures.map((measure) => `${names[measure].padEnd(11)} ${a[measure].toFixed(4)}`))
    return [...lines, '', `Setting: ${describeOptions(run.a)}`].join('\n')
  }
  const row = (cells: readonly string[]) => cells.map((cell, i) => (i === 0 ? cell.padEnd(11) : cell.padStart(9))).join('')
  lines.push(terminal.paint('dim', row(['', 'A', 'B', 'B - A', 'p'])))
  for (const measure of rankingMeasures) {
    const { difference, p } = comparison.tests[measure]
    const signed = `${difference < 0 ? '-' : '+'}${Math.abs(difference).toFixed(4)}`
    lines.push(row([names[measure], a[measure].toFixed(4), b[measure].toFixed(4), signed, formatP(p)]))
  }
  const { wins, losses, ties } = comparison
  const verdict = verdictOf(run)!
  const p = formatP(comparison.tests.ndcg10.p)
  const colour = verdict === 'better' ? 'green' : verdict === 'worse' ? 'red' : 'bold'
  lines.push(
    '',
    `A: ${describeOptions(run.a)}`,
    `B: ${describeOptions(run.b!)}`,
    `B ranks ${wins} better, ${losses} worse and ${ties} alike.`,
    terminal.paint(colour, `${sentences[verdict]} (p ${/^</.test(p) ? p.replace('<', '< ') : `= ${p}`}).`),
  )
  return lines.join('\n')
}

const describeOptions = (options: RetrievalOptions): string =>
  retrievalOptionNames.map((name) => `${flagOf(name)} ${options[name]}`).join(', ')

const formatP = (p: number): string => (p < 0.001 ? '<.001' : p >= 0.9995 ? '1' : p.toFixed(3).replace(/^0/, ''))
