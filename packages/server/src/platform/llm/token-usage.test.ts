import assert from 'node:assert/strict'
import { test } from 'node:test'
import { estimateTokens, readUsage } from './token-usage.ts'

const usage = (total?: number, cacheRead?: number) => ({
  inputTokens: { total, noCache: undefined, cacheRead, cacheWrite: undefined },
  outputTokens: { total: total === undefined ? undefined : 7, text: undefined, reasoning: 3 },
})

test('tokens are read class by class', () => {
  assert.deepEqual(readUsage(usage(20, 5)), {
    inputTokens: 20,
    cachedInputTokens: 5,
    cacheWriteTokens: 0,
    outputTokens: 7,
    reasoningTokens: 3,
  })
})

test('a provider that says nothing of tokens is told from one that says none', () => {
  assert.equal(readUsage(usage()), undefined)
  assert.equal(readUsage(usage(0))?.inputTokens, 0)
})

test('nonsense in a count is no count', () => {
  assert.equal(readUsage(usage(-5))?.inputTokens, 0)
  assert.equal(readUsage(usage(Number.NaN))?.inputTokens, 0)
  assert.equal(readUsage(usage(3, 99))?.cachedInputTokens, 3)
})

test('a text without a count is estimated, by letters or by signs', () => {
  assert.equal(estimateTokens(''), 0)
  assert.equal(estimateTokens('Thirty days of leave'), 5)
  assert.equal(estimateTokens('休暇は三十日'), 6)
})
