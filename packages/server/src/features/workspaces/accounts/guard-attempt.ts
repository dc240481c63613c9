import { createHash, randomInt } from 'node:crypto'
import { BrainError, type ErrorCode } from '@brain-ai/contract'
import type { App } from '#platform/context'
import type { SystemDb } from '#platform/database'
import { rateKeyOfAddress } from '#platform/http'
import { ruleOfAccount, ruleOfAddress, waitEnd, withFailure, withoutFailure } from './attempt-rules.ts'
import { deleteAttempts, deleteOldAttempts, lockAttempts, saveAttempts } from './attempt-store.ts'

const dayMs = 24 * 3_600_000
const failureCodes: readonly ErrorCode[] = ['auth/wrong-credentials', 'auth/second-factor-wrong']

/** Who tries: the account by its e-mail address, which need not exist, and the network address. */
export interface Attempting {
  readonly email: string
  readonly address: string
}

/**
 * Lets somebody try a password or a code, unless too many of theirs were wrong. It counts as wrong before it is tried, so that
 * many tries at once are no way around, and in the database, so that many processes are none either.
 * @throws BrainError auth/too-many-attempts, with the seconds to wait, also for what would have been right
 */
export async function guardAttempt<T>(app: App, who: Attempting, attempt: () => Promise<T>): Promise<T> {
  const keys = keysOf(who)
  await app.database.asSystem((db) => begin(db, keys, app.now()))
  try {
    const result = await attempt()
    await giveBack(app, keys, 'right')
    return result
  } catch (error) {
    const isFailure = error instanceof BrainError && failureCodes.includes(error.code)
    if (!isFailure) await giveBack(app, keys, 'untold')
    throw error
  }
}

/** Lets an account be tried again at once: its owner has set a new password. */
export const forgetAttempts = (db: SystemDb, email: string): Promise<void> => deleteAttempts(db, keyOfAccount(email))

interface Keys {
  readonly account: Buffer
  readonly address: Buffer
}

async function begin(db: SystemDb, keys: Keys, now: Date): Promise<void> {
  if (randomInt(50) === 0) await deleteOldAttempts(db, new Date(now.getTime() - dayMs))
  const [ofAccount, ofAddress] = await lockAttempts(db, [keys.account, keys.address], now)
  const until = Math.max(waitEnd(ofAccount!, ruleOfAccount), waitEnd(ofAddress!, ruleOfAddress))
  if (until > now.getTime()) throw tooManyAttempts(Math.ceil((until - now.getTime()) / 1000))
  await saveAttempts(db, keys.account, withFailure(ofAccount!, ruleOfAccount, now))
  await saveAttempts(db, keys.address, withFailure(ofAddress!, ruleOfAddress, now))
}

/** What was right clears the account; the address has tried other accounts as well, and gets back this attempt only. */
async function giveBack(app: App, keys: Keys, outcome: 'right' | 'untold'): Promise<void> {
  const now = app.now()
  await app.database.asSystem(async (db) => {
    const [ofAccount, ofAddress] = await lockAttempts(db, [keys.account, keys.address], now)
    if (outcome === 'right' || ofAccount!.failures <= 1) await deleteAttempts(db, keys.account)
    else await saveAttempts(db, keys.account, withoutFailure(ofAccount!, now))
    if (ofAddress!.failures <= 1) await deleteAttempts(db, keys.address)
    else await saveAttempts(db, keys.address, withoutFailure(ofAddress!, now))
  })
}

const keysOf = ({ email, address }: Attempting): Keys => ({
  account: keyOfAccount(email),
  address: hash(`address ${rateKeyOfAddress(address)}`),
})

const keyOfAccount = (email: string): Buffer => hash(`account ${email.trim().toLowerCase()}`)

const hash = (text: string): Buffer => createHash('sha256').update(text).digest()

const tooManyAttempts = (seconds: number) =>
  new BrainError('auth/too-many-attempts', `Too many attempts failed. Try again in ${seconds} seconds.`, {
    retryAfterSeconds: seconds,
  })
