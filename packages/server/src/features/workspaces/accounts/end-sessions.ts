import { BrainError } from '@brain-ai/contract'
import type { App } from '#platform/context'
import type { SystemDb } from '#platform/database'
import { announceEnded } from './revocations.ts'
import { deleteSession, deleteSessionsOf } from './session-store.ts'

/** Ends one session of a user, with whatever runs in it. @throws BrainError session/not-found, also for that of somebody else */
export async function endSession(app: App, session: { id: string; userId: string }): Promise<void> {
  await app.database.asSystem(async (db) => {
    if (!(await deleteSession(db, session))) throw new BrainError('session/not-found', 'You have no such session.')
    await announceEnded(db, { userId: session.userId, sessionId: session.id })
  })
}

/** Ends every session of a user but one; gives how many. */
export async function endOtherSessions(db: SystemDb, userId: string, keptId: string): Promise<number> {
  const ended = await deleteSessionsOf(db, userId, keptId)
  for (const sessionId of ended) await announceEnded(db, { userId, sessionId })
  return ended.length
}
