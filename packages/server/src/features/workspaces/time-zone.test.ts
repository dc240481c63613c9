import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findTimeZoneName } from './time-zone.ts'

test('a time zone is known by its name, in any letters, and spelled as everybody spells it', () => {
  assert.equal(findTimeZoneName('Europe/Berlin'), 'Europe/Berlin')
  assert.equal(findTimeZoneName('europe/berlin'), 'Europe/Berlin')
  assert.equal(findTimeZoneName('utc'), 'UTC')
})

test('offsets, times and inventions are no time zones', () => {
  for (const name of ['+01:00', '-05', 'Z', 'Mars/Olympus', '2020-01-01T00:00Z', 'UTC; drop table users', ''])
    assert.equal(findTimeZoneName(name), undefined, name)
})
