import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupByTime } from './time-groups.ts'

const now = new Date(2026, 4, 20, 0, 30)
const at = (year: number, month: number, day: number, hour = 12) => ({
  updatedAt: new Date(year, month, day, hour).toISOString(),
})

test('what happened before midnight was yesterday, however few minutes ago', () => {
  const groups = groupByTime(
    [at(2026, 4, 20, 0), at(2026, 4, 19, 23), at(2026, 4, 14), at(2026, 4, 1), at(2025, 1, 1), at(2024, 1, 1)],
    now,
  )
  assert.deepEqual(
    groups.map(({ group, things }) => [group, things.length]),
    [
      ['today', 1],
      ['yesterday', 1],
      ['week', 1],
      ['month', 1],
      ['earlier', 2],
    ],
  )
})

test('groups without anything are left out', () => {
  assert.deepEqual(groupByTime([], now), [])
})
