import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { calculate, ExpressionError } from './calculate.ts'

test('expressions have the value that school teaches', () => {
  const expected: [string, number][] = [
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['10 % 4', 2],
    ['19% * 250', 47.5],
    ['0.1 + 0.2', 0.3],
    ['round(2.345, 2)', 2.35],
    ['max(1, 7; 3) - min(4, 2)', 5],
    ['12 × 30 ÷ 4', 90],
    ['sqrt(16) + abs(-3)', 7],
    ['1.5e3', 1500],
  ]
  for (const [expression, value] of expected) assert.equal(calculate(expression), value, expression)
})

test('what is no expression is refused, and never run', () => {
  for (const expression of [
    '',
    '1 +',
    '(1',
    '1)',
    '2 3',
    'process.exit()',
    'constructor(1)',
    'a',
    '1/0',
    '"a"',
    '(1,2)',
    '('.repeat(200),
    '-'.repeat(200),
  ])
    assert.throws(() => calculate(expression), ExpressionError, expression)
})

test('any text is a number or refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.+-*/%^(),; abs'), maxLength: 40 }), (text) => {
      try {
        assert.ok(Number.isFinite(calculate(text)))
      } catch (error) {
        assert.ok(error instanceof ExpressionError)
      }
    }),
  )
})
