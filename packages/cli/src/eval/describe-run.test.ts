import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultRetrievalOptions, type EvaluationRunView } from '@brain-ai/contract'
import type { Terminal } from '../terminal/terminal.ts'
import { describeRun, verdictOf } from './describe-run.ts'

const terminal: Terminal = {
  out: () => {},
  note: () => {},
  paint: (_format, text) => text,
  paintNote: (_format, text) => text,
  isWatched: false,
  columns: 80,
}

const measures = (value: number) => ({ ndcg10: value, recall10: value, recall100: value, mrr10: value })

function aRun(difference: number, p: number): EvaluationRunView {
  const test = { difference, p }
  const [wins, losses] = difference > 0 ? [9, 1] : difference < 0 ? [1, 9] : [0, 0]
  return {
    id: '00000000-0000-7000-8000-000000000000',
    setId: '00000000-0000-7000-8000-000000000001',
    state: 'done',
    a: { ...defaultRetrievalOptions, rankedAgain: 50 },
    b: { ...defaultRetrievalOptions, rankedAgain: 100 },
    questions: 12,
    done: 12,
    skipped: 2,
    summary: {
      a: measures(0.5),
      b: measures(0.5 + difference),
      comparison: { wins, losses, ties: 0, tests: { ndcg10: test, recall10: test, recall100: test, mrr10: test } },
    },
    failure: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-01T00:00:01.000Z',
  }
}

test('a comparison is told as a table and in words', () => {
  const text = describeRun(aRun(0.25, 0.0123), terminal)
  assert.match(text, /^10 questions measured, 2 left out/)
  assert.match(text, /nDCG@10 +0\.5000 +0\.7500 +\+0\.2500 +\.012/)
  assert.match(text, /B ranks 9 better, 1 worse and 0 alike\./)
  assert.match(text, /B is better than A, and not by chance \(p = \.012\)\.$/)
})

test('chance is told apart from a difference, and a loss from a gain', () => {
  assert.equal(verdictOf(aRun(-0.25, 0.0001)), 'worse')
  assert.match(describeRun(aRun(-0.25, 0.0001), terminal), /B is worse than A, and not by chance \(p < \.001\)/)
  assert.equal(verdictOf(aRun(0.25, 0.2)), 'unclear')
  assert.match(describeRun(aRun(0.25, 0.2), terminal), /No difference that could not be chance \(p = \.200\)/)
  assert.equal(verdictOf(aRun(0, 1)), 'equal')
})
