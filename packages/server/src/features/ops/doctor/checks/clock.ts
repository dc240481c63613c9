import { type DoctorCheck, fail, ok, warn } from '../report.ts'
import { withOpenDatabase } from './open-database.ts'

const noticeableMs = 2_000
const harmfulMs = 30_000
const fix = 'Let both machines keep their time by NTP.'

export const clockCheck: DoctorCheck = {
  name: 'clock',
  inspect: (facts) =>
    withOpenDatabase(facts, ({ clockAheadMs }) => {
      const apart = `${Math.abs(clockAheadMs / 1000).toFixed(1)} s ${clockAheadMs < 0 ? 'behind' : 'ahead of'}`
      const found = `The clock of the database is ${apart} the one here.`
      if (Math.abs(clockAheadMs) > harmfulMs)
        return fail(found, 'Leases of jobs and the ends of sessions are compared over both clocks.', fix)
      if (Math.abs(clockAheadMs) > noticeableMs) return warn(found, 'Times shown and times stored differ.', fix)
      return ok('This machine and the database agree on the time.')
    }),
}
