import type { App } from '#platform/context'
import type { AccountContext } from '#platform/http'
import { savePassword } from './account-store.ts'
import { checkOwnPassword } from './check-password.ts'
import { endOtherSessions } from './end-sessions.ts'
import { hashPassword } from './password-hash.ts'
import { deleteResetsOf } from './reset-store.ts'
import type { Sessions } from './sessions.ts'

/**
 * Changes the password of who is signed in and ends their other sessions. A browser gets another session as well, in case somebody
 * has seen its cookie; a bearer token stays, as there would be no way to hand over another.
 * @returns the cookies to set
 * @throws BrainError auth/wrong-credentials · auth/forbidden · auth/too-many-attempts
 */
export async function changePassword(
  app: App,
  sessions: Sessions,
  { user, session, headers, address }: AccountContext,
  given: { currentPassword: string; newPassword: string },
): Promise<readonly string[]> {
  await checkOwnPassword(app, { ...user, address }, given.currentPassword)
  const passwordHash = await hashPassword(given.newPassword)
  const opened = session.isCookie ? await sessions.openSession(user.id, { headers, address }) : undefined
  await app.database.asSystem(async (db) => {
    await savePassword(db, { userId: user.id, passwordHash, newId: app.newId(), now: app.now() })
    await deleteResetsOf(db, user.id)
    await endOtherSessions(db, user.id, opened?.sessionId ?? session.id)
  })
  return opened?.cookies ?? []
}
