import type { SignedInUser } from '#platform/http'

/** An account as signing in needs it. */
export interface Account {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly isEmailVerified: boolean
  readonly language: 'en' | 'de' | null
  readonly isOperator: boolean
  readonly hasSecondFactor: boolean
  readonly disabledAt: Date | null
  /** Null for somebody who signs in through a provider only. */
  readonly passwordHash: string | null
}

/** What the rest of the product learns of an account. */
export const viewUser = ({
  id,
  name,
  email,
  language,
  isOperator,
  hasSecondFactor,
}: Omit<Account, 'passwordHash'>): SignedInUser => ({
  id,
  name,
  email,
  language,
  isOperator,
  hasSecondFactor,
})
