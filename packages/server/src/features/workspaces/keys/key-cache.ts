import type { App } from '#platform/context'
import type { Session } from '#platform/http'
import { isSameSecret, readKey } from './api-key.ts'
import { findLiveKey, type LiveKey, recordKeyUse } from './key-store.ts'
import { knownScopes } from './list-keys.ts'

const maxAgeMs = 1_000
const maxEntries = 5_000
const useRecordedEveryMs = 60_000

/** Finds whose API key it is, and remembers it for a second: revoked on another machine, a key works no longer than that. */
export class KeyCache implements AsyncDisposable {
  readonly #app: Pick<App, 'database' | 'log' | 'now'>
  // Promises, so that one that was begun before a key was forgotten is not remembered after it.
  readonly #entries = new Map<string, { found: Promise<LiveKey | undefined>; until: number }>()
  readonly #recordedAt = new Map<string, number>()
  readonly #recording = new Set<Promise<void>>()

  constructor(app: Pick<App, 'database' | 'log' | 'now'>) {
    this.#app = app
  }

  /** Undefined alike for what is no key, an unknown one, one that is revoked or expired, and one of a disabled account. */
  async find(text: string): Promise<Session | undefined> {
    const read = readKey(text)
    if (!read) return undefined
    const key = await this.#lookUp(read.id)
    const now = this.#app.now()
    if (!key || !isSameSecret(key.secretHash, read.secretHash)) return undefined
    if (key.expiresAt && key.expiresAt <= now) return undefined
    this.#recordUse(key, now)
    const { userId, name, email, language, isOperator, hasSecondFactor } = key
    return {
      id: key.id,
      user: { id: userId, name, email, language, isOperator, hasSecondFactor },
      isCookie: false,
      key: { workspaceId: key.workspaceId, scopes: knownScopes(key.scopes) },
    }
  }

  forgetKey(id: string): void {
    this.#entries.delete(id)
  }

  /** Any of the keys may be theirs: they are cheap to find again. */
  forgetAll(): void {
    this.#entries.clear()
  }

  #lookUp(id: string): Promise<LiveKey | undefined> {
    const now = this.#app.now().getTime()
    const known = this.#entries.get(id)
    if (known && known.until > now) return known.found
    if (this.#entries.size >= maxEntries) this.#entries.clear()
    const found = this.#app.database.asSystem((db) => findLiveKey(db, id), { isReadOnly: true, isSingle: true })
    this.#entries.set(id, { found, until: now + maxAgeMs })
    found.catch(() => this.#entries.delete(id))
    return found
  }

  // Beside the request, which does not wait for it.
  #recordUse(key: LiveKey, now: Date): void {
    const unlessSince = new Date(now.getTime() - useRecordedEveryMs)
    const recordedAt = Math.max(key.lastUsedAt?.getTime() ?? 0, this.#recordedAt.get(key.id) ?? 0)
    if (recordedAt >= unlessSince.getTime()) return
    if (this.#recordedAt.size >= maxEntries) this.#recordedAt.clear()
    this.#recordedAt.set(key.id, now.getTime())
    const recording = this.#app.database
      .asSystem((db) => recordKeyUse(db, key.id, now, unlessSince))
      .catch((error) => this.#app.log.warn({ err: error }, 'the last use of an API key could not be recorded'))
      .finally(() => this.#recording.delete(recording))
    this.#recording.add(recording)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#recording)
  }
}
