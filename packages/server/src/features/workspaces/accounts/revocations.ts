import { sql } from 'kysely'
import type { App } from '#platform/context'
import type { SystemDb } from '#platform/database'
import type { Session } from '#platform/http'
import { findEnded } from './session-store.ts'

const channel = 'sessions_ended'
/** How often whatever runs is looked up, in case its notification was lost. */
const lookEveryMs = 2_000

/** What has ended: one session or key of a user, or, with the user alone, all that they have. */
export interface Ended {
  readonly userId?: string
  readonly sessionId?: string
  readonly keyId?: string
}

interface Running {
  readonly session: Session
  readonly end: () => void
}

/** Tells every process, at the commit of whatever ends it, that a session, a key or all of a user's sessions are over. */
export async function announceEnded(db: Pick<SystemDb, 'query'>, ended: Ended): Promise<void> {
  await sql`select pg_notify(${channel}, ${JSON.stringify(ended)})`.execute(db.query)
}

/**
 * Hears in each process what has ended, whichever process ended it: empties caches at once and stops what still runs. Lost
 * notifications are made good by looking for oneself.
 */
export class Revocations implements AsyncDisposable {
  readonly #app: Pick<App, 'database' | 'log' | 'now'>
  readonly #running = new Set<Running>()
  readonly #onUserEnded = new Set<(userId: string) => void>()
  readonly #onKeyEnded = new Set<(keyId: string) => void>()
  readonly #listening: Promise<AsyncDisposable | undefined>
  readonly #timer: NodeJS.Timeout
  #looking: Promise<void> = Promise.resolve()

  constructor(app: Pick<App, 'database' | 'log' | 'now'>) {
    this.#app = app
    this.#listening = app.database
      .listen(channel, (payload) => this.#hear(payload))
      .catch((error: unknown) => void app.log.warn({ err: error }, 'ended sessions are not heard of; they are looked up instead'))
    this.#timer = setInterval(() => {
      this.#looking = this.#looking.then(() => this.#look())
    }, lookEveryMs).unref()
  }

  /** Calls back once when the session or key ends, at most some seconds after that; gives what stops listening. */
  onEnded(session: Session, ended: () => void): () => void {
    const running: Running = { session, end: ended }
    this.#running.add(running)
    return () => void this.#running.delete(running)
  }

  /** Calls back with whoever has lost a session, or all of them, so that nothing is remembered of them. */
  onUserEnded(forget: (userId: string) => void): void {
    this.#onUserEnded.add(forget)
  }

  onKeyEnded(forget: (keyId: string) => void): void {
    this.#onKeyEnded.add(forget)
  }

  #hear(payload: string): void {
    const { userId, sessionId, keyId } = JSON.parse(payload) as Ended
    if (userId) for (const forget of this.#onUserEnded) forget(userId)
    if (keyId) for (const forget of this.#onKeyEnded) forget(keyId)
    const id = sessionId ?? keyId
    this.#end(({ session }) => (id ? session.id === id : session.user.id === userId))
  }

  #end(isOver: (running: Running) => boolean): void {
    for (const running of [...this.#running]) {
      if (!isOver(running)) continue
      this.#running.delete(running)
      running.end()
    }
  }

  async #look(): Promise<void> {
    if (this.#running.size === 0) return
    const idsOf = (isKey: boolean) => [
      ...new Set(
        [...this.#running].filter(({ session }) => (session.key !== undefined) === isKey).map(({ session }) => session.id),
      ),
    ]
    const asked = { sessionIds: idsOf(false), keyIds: idsOf(true) }
    try {
      const over = await this.#app.database.asSystem((db) => findEnded(db, asked, this.#app.now()))
      this.#end(({ session }) => over.has(session.id))
    } catch (error) {
      this.#app.log.debug({ err: error }, 'running sessions could not be looked up')
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking
    await (await this.#listening)?.[Symbol.asyncDispose]()
    this.#running.clear()
  }
}
