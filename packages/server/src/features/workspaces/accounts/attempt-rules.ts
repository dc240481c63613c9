/** How often somebody failed lately, and until when nothing is tried. */
export interface Attempts {
  readonly failures: number
  readonly blockedUntil: Date
  /** Since when failures wait to be forgotten. */
  readonly countedFrom: Date
}

interface Rule {
  /** Failures without a wait. */
  readonly free: number
  /** How long it takes to forget one failure. */
  readonly forgetOneEveryMs: number
}

// Many people share an address, few an account: the slips of a whole office must not lock it out.
export const ruleOfAccount: Rule = { free: 5, forgetOneEveryMs: 15 * 60_000 }
export const ruleOfAddress: Rule = { free: 30, forgetOneEveryMs: 2 * 60_000 }

const firstWaitMs = 1_000
const longestWaitMs = 15 * 60_000

/**
 * Until when nothing is tried, in milliseconds; 0 for those who still have free failures, whatever instant stands there: of requests
 * that come at once one writes its own, which lies after that of the others.
 */
export const waitEnd = ({ failures, blockedUntil }: Attempts, { free }: Rule): number =>
  failures < free ? 0 : blockedUntil.getTime()

/** One failure more: past the free ones each doubles the wait, from a second up to a quarter of an hour. */
export function withFailure(attempts: Attempts, rule: Rule, now: Date): Attempts {
  const { failures, countedFrom } = forget(attempts, rule, now)
  const counted = failures + 1
  const waitMs = counted < rule.free ? 0 : Math.min(firstWaitMs * 2 ** (counted - rule.free), longestWaitMs)
  return { failures: counted, blockedUntil: new Date(now.getTime() + waitMs), countedFrom }
}

function forget(
  { failures, countedFrom }: Attempts,
  { forgetOneEveryMs }: Rule,
  now: Date,
): { failures: number; countedFrom: Date } {
  const forgotten = Math.max(0, Math.floor((now.getTime() - countedFrom.getTime()) / forgetOneEveryMs))
  if (forgotten >= failures) return { failures: 0, countedFrom: now }
  // What is left of a started time counts on: otherwise each attempt would begin it anew, and nothing were ever forgotten.
  return { failures: failures - forgotten, countedFrom: new Date(countedFrom.getTime() + forgotten * forgetOneEveryMs) }
}

/** Takes back a failure that was none. */
export const withoutFailure = ({ failures, countedFrom }: Attempts, now: Date): Attempts => ({
  failures: Math.max(0, failures - 1),
  blockedUntil: now,
  countedFrom,
})
