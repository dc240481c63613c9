import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type QuestionMeasures, rankingMeasures } from '@brain-ai/contract'
import { summarizeRun } from './summarize-run.ts'

const measured = (ndcg10: number): QuestionMeasures => ({ ndcg10, recall10: 1, recall100: 1, mrr10: ndcg10, firstHit: 1 })

test('two equal settings tie everywhere, with p = 1', () => {
  const results = [0.1, 0.5, 1].map((value) => ({ a: measured(value), b: measured(value) }))
  const { comparison } = summarizeRun(results, true)
  assert.deepEqual([comparison?.wins, comparison?.losses, comparison?.ties], [0, 0, 3])
  for (const measure of rankingMeasures) assert.deepEqual(comparison?.tests[measure], { difference: 0, p: 1 })
})

test('a setting that wins every question is better, and not by chance', () => {
  const results = Array.from({ length: 12 }, () => ({ a: measured(0.5), b: measured(0.75) }))
  const { a, b, comparison } = summarizeRun(results, true)
  assert.deepEqual([a.ndcg10, b?.ndcg10, comparison?.wins], [0.5, 0.75, 12])
  assert.equal(comparison?.tests.ndcg10.difference, 0.25)
  assert.ok(comparison.tests.ndcg10.p < 0.01)
  assert.equal(comparison.tests.recall10.p, 1)
})

test('one setting alone has its means and nothing to compare', () => {
  const summary = summarizeRun(
    [
      { a: measured(0.5), b: null },
      { a: measured(1), b: null },
    ],
    false,
  )
  assert.deepEqual(summary, { a: { ndcg10: 0.75, recall10: 1, recall100: 1, mrr10: 0.75 }, b: null, comparison: null })
})
