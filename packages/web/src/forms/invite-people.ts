import { BrainError, type InvitableRole, type InvitationView } from '@brain-ai/contract'
import { api, isCode, routes } from '../api.ts'
import { ofWorkspace } from '../queries.ts'

export interface Invited {
  email: string
  invitation: InvitationView
  link: string
}

export interface NotInvited {
  email: string
  error: unknown
}

/**
 * Invites one address after the other. One that is refused does not stop the rest, but for a reason that holds for all of them:
 * a limit, no right, no connection.
 */
export async function invitePeople(emails: readonly string[], role: InvitableRole) {
  const invited: Invited[] = []
  const notInvited: NotInvited[] = []
  let stopper: unknown
  for (const email of emails) {
    if (stopper !== undefined) {
      notInvited.push({ email, error: stopper })
      continue
    }
    try {
      const body = { email, role }
      const { invitation, link } = await api.call(routes.invitations.createInvitation, { params: ofWorkspace(), body })
      invited.push({ email, invitation, link })
    } catch (error) {
      notInvited.push({ email, error })
      if (holdsForAll(error)) stopper = error
    }
  }
  return { invited, notInvited }
}

const holdsForAll = (error: unknown): boolean =>
  !(error instanceof BrainError) ||
  isCode(error, 'limit/reached', 'request/rate-limited', 'auth/required', 'auth/forbidden', 'workspace/suspended')
