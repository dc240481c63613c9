import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RetryBudget } from './retry-budget.ts'

test('of calls that all fail, at most a tenth is made again', () => {
  const budget = new RetryBudget()
  let again = 0
  for (let call = 0; call < 1000; call++) {
    budget.countCall()
    while (budget.take()) again++
  }
  assert.ok(again > 50 && again <= 100, `${again} of 1000`)
})

test('the first few calls of a process may be made again as well', () => {
  const budget = new RetryBudget({ reserve: 2 })
  assert.deepEqual([budget.take(), budget.take(), budget.take()], [true, true, false])
})

test('long good times do not save up for a storm', () => {
  const budget = new RetryBudget()
  for (let call = 0; call < 100_000; call++) budget.countCall()
  let again = 0
  while (budget.take()) again++
  assert.ok(again <= 25, String(again))
})
