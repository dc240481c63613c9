import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { endOfPeriod, lastPeriods, periodOf, startOfPeriod } from './period.ts'

const at = (instant: string) => new Date(instant)

test('a month begins and ends at midnight of its own time zone, with the clock that is then in force', () => {
  const march = at('2026-03-15T12:00:00Z')
  assert.equal(startOfPeriod(march, 'Europe/Berlin'), '2026-02-28T23:00:00Z')
  assert.equal(endOfPeriod(march, 'Europe/Berlin'), '2026-03-31T22:00:00Z')
  assert.equal(startOfPeriod(march, 'America/New_York'), '2026-03-01T05:00:00Z')
  assert.equal(endOfPeriod(march, 'America/New_York'), '2026-04-01T04:00:00Z')
  assert.equal(endOfPeriod(at('2026-10-31T12:00:00Z'), 'Europe/Berlin'), '2026-10-31T23:00:00Z')
})

test('the last millisecond of a month is not the first of the next one', () => {
  assert.equal(periodOf(at('2026-09-30T21:59:59.999Z'), 'Europe/Berlin'), '2026-09')
  assert.equal(periodOf(at('2026-09-30T22:00:00Z'), 'Europe/Berlin'), '2026-10')
  assert.equal(periodOf(at('2026-10-01T03:59:59.999Z'), 'America/New_York'), '2026-09')
  assert.equal(periodOf(at('2026-10-01T04:00:00Z'), 'America/New_York'), '2026-10')
})

test('New Year comes first on Kiritimati and last in Honolulu', () => {
  const instant = at('2025-12-31T11:00:00Z')
  assert.equal(periodOf(instant, 'Pacific/Kiritimati'), '2026-01')
  assert.equal(periodOf(instant, 'Pacific/Honolulu'), '2025-12')
  assert.equal(endOfPeriod(instant, 'Pacific/Honolulu'), '2026-01-01T10:00:00Z')
})

test('a month that begins at one o’clock, as the clock was put forward at midnight, ends at midnight', () => {
  // In Asunción the first day of October 2017 began at 01:00.
  const october = at('2017-10-15T12:00:00Z')
  assert.equal(startOfPeriod(october, 'America/Asuncion'), '2017-10-01T04:00:00Z')
  assert.equal(endOfPeriod(october, 'America/Asuncion'), '2017-11-01T03:00:00Z')
})

test('every instant lies in its month, and months follow each other without a gap', () => {
  const zones = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kathmandu',
    'America/Asuncion',
    'Australia/Lord_Howe',
  )
  const instants = fc.date({ min: at('2015-01-01T00:00:00Z'), max: at('2040-01-01T00:00:00Z'), noInvalidDate: true })
  fc.assert(
    fc.property(instants, zones, (instant, zone) => {
      const end = at(endOfPeriod(instant, zone))
      assert.ok(at(startOfPeriod(instant, zone)) <= instant && instant < end)
      assert.equal(startOfPeriod(end, zone), endOfPeriod(instant, zone))
      assert.deepEqual(lastPeriods(periodOf(end, zone), 2), [periodOf(instant, zone), periodOf(end, zone)])
    }),
  )
})

test('twelve months are told across New Year, oldest first', () => {
  const periods = lastPeriods('2026-02', 12)
  assert.equal(periods.length, 12)
  assert.deepEqual([periods[0], periods[9], periods[10], periods[11]], ['2025-03', '2025-12', '2026-01', '2026-02'])
})
