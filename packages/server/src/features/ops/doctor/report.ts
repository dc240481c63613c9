import type { DoctorFacts } from './facts/doctor-facts.ts'

/** `skip`: it could not be looked at, and `found` says why; it is neither good nor bad. */
export type CheckLevel = 'ok' | 'skip' | 'warn' | 'fail'

/** What a check makes of the facts, in sentences for a person. A warning or failure has a cause and a fix. */
export type Finding =
  | { readonly level: 'ok' | 'skip'; readonly found: string }
  | { readonly level: 'warn' | 'fail'; readonly found: string; readonly cause: string; readonly fix: string }

/** One file in `checks/` exports one of these. A pure rule over the facts, so that a test can break each of them. */
export interface DoctorCheck {
  readonly name: string
  inspect(facts: DoctorFacts): Finding
}

export interface CheckResult {
  readonly name: string
  readonly level: CheckLevel
  readonly found: string
  readonly cause?: string
  readonly fix?: string
}

export interface DoctorReport {
  /** The worst level of all checks. */
  readonly level: 'ok' | 'warn' | 'fail'
  readonly checks: readonly CheckResult[]
}

export const ok = (found: string): Finding => ({ level: 'ok', found })
export const skip = (found: string): Finding => ({ level: 'skip', found })
export const warn = (found: string, cause: string, fix: string): Finding => ({ level: 'warn', found, cause, fix })
export const fail = (found: string, cause: string, fix: string): Finding => ({ level: 'fail', found, cause, fix })
