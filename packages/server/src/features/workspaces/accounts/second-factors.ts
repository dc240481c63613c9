import { BrainError } from '@brain-ai/contract'
import type { App } from '#platform/context'
import { deriveKey, openSealed, sealText } from '#platform/secrets'
import { setSecondFactorEnabled } from './account-store.ts'
import { hashRecoveryCode, makeRecoveryCodes, plainCode } from './recovery-codes.ts'
import {
  claimStep,
  deleteSecondFactor,
  findSecondFactor,
  markConfirmed,
  type SecondFactorRow,
  saveRecoveryCodes,
  saveUnconfirmed,
} from './second-factor-store.ts'
import { findTotpStep, makeTotpSecret, totpUri } from './totp.ts'

const issuer = 'Brain AI'

/** The second factor of accounts: codes of an authenticator app, each good once, and recovery codes for when it is lost. */
export class SecondFactors {
  readonly #app: App
  readonly #secretKey: Buffer
  readonly #codeKey: Buffer

  constructor(app: App, secret: string) {
    this.#app = app
    this.#secretKey = deriveKey(secret, 'secrets of second factors')
    this.#codeKey = deriveKey(secret, 'recovery codes')
  }

  /** Makes a secret and recovery codes, told once; they count for nothing yet. @throws BrainError auth/second-factor-present */
  async begin(user: { id: string; email: string }): Promise<{ uri: string; secret: string; recoveryCodes: string[] }> {
    const secret = makeTotpSecret()
    const recoveryCodes = makeRecoveryCodes()
    const row = {
      userId: user.id,
      secret: sealText(this.#secretKey, secret, user.id),
      recoveryCodes: recoveryCodes.map((code) => hashRecoveryCode(this.#codeKey, user.id, code)),
    }
    if (!(await this.#app.database.asSystem((db) => saveUnconfirmed(db, row)))) throw alreadyThere()
    return { uri: totpUri(secret, { issuer, account: user.email }), secret, recoveryCodes }
  }

  /**
   * Turns it on, once a code shows that the app has the secret.
   * @throws BrainError auth/second-factor-wrong · auth/second-factor-not-begun · auth/second-factor-present
   */
  async confirm(userId: string, code: string): Promise<void> {
    const now = this.#app.now()
    await this.#app.database.asSystem(async (db) => {
      const row = await findSecondFactor(db, userId, true)
      if (!row) throw new BrainError('auth/second-factor-not-begun', 'No second factor is being set up. Begin with it anew.')
      if (row.confirmedAt) throw alreadyThere()
      const step = this.#findStep(userId, row, code, now)
      if (step === undefined) throw wrongCode()
      await claimStep(db, userId, step)
      await markConfirmed(db, userId, now)
      await setSecondFactorEnabled(db, userId, true, now)
    })
  }

  async remove(userId: string): Promise<void> {
    await this.#app.database.asSystem(async (db) => {
      await deleteSecondFactor(db, userId)
      await setSecondFactorEnabled(db, userId, false, this.#app.now())
    })
  }

  /**
   * Uses up a code of the app, or a recovery code.
   * @throws BrainError auth/second-factor-required without a code · auth/second-factor-wrong, also for one that was used before
   */
  async assertCode(userId: string, code: string | undefined): Promise<void> {
    if (code === undefined)
      throw new BrainError('auth/second-factor-required', 'Enter the code that your authenticator app shows, or a recovery code.')
    const isRight = await this.#app.database.asSystem(async (db) => {
      const row = await findSecondFactor(db, userId, true)
      if (!row?.confirmedAt) return false
      const step = this.#findStep(userId, row, code, this.#app.now())
      if (step !== undefined) return claimStep(db, userId, step)
      const hash = hashRecoveryCode(this.#codeKey, userId, code)
      const left = row.recoveryCodes.filter((one) => one !== hash)
      if (left.length === row.recoveryCodes.length) return false
      await saveRecoveryCodes(db, userId, left)
      return true
    })
    if (!isRight) throw wrongCode()
  }

  #findStep(userId: string, row: SecondFactorRow, code: string, now: Date): number | undefined {
    const secret = openSealed(this.#secretKey, row.secret, userId)
    if (secret !== undefined) return findTotpStep(secret, plainCode(code), now)
    this.#app.log.warn({ userId }, 'a second factor cannot be read: was BRAIN_SECRET_KEY changed? An operator can remove it')
    return undefined
  }
}

const alreadyThere = () =>
  new BrainError('auth/second-factor-present', 'A second factor is set up already. Remove it first to set up another one.')
const wrongCode = () => new BrainError('auth/second-factor-wrong', 'The code is wrong, or it was used already.')
