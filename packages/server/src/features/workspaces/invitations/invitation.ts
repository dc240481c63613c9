import { BrainError, type InvitableRole, type InvitationView } from '@brain-ai/contract'

/** An invitation as its workspace keeps it: everything but its link. */
export interface Invitation {
  readonly id: string
  /** Null: for whoever has the link. */
  readonly email: string | null
  readonly role: InvitableRole
  readonly uses: number
  readonly maxUses: number
  /** The name of whoever invited. */
  readonly invitedBy: string | null
  readonly mailId: string | null
  readonly createdAt: Date
  readonly expiresAt: Date
}

type Validity = Pick<Invitation, 'uses' | 'maxUses' | 'expiresAt'>

export function stateOf({ uses, maxUses, expiresAt }: Validity, now: Date): InvitationView['state'] {
  if (uses >= maxUses) return 'used-up'
  return expiresAt > now ? 'open' : 'expired'
}

export function viewInvitation(row: Invitation, now: Date, mail: InvitationView['mail']): InvitationView {
  const { mailId: _, createdAt, expiresAt, ...same } = row
  return { ...same, state: stateOf(row, now), createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString(), mail }
}

/** The same whether it never was, was taken back, has expired or is used up, and for a workspace that takes in nobody. */
export const noInvitation = () =>
  new BrainError(
    'invitation/not-found',
    'This invitation is not valid, or not any more. Ask whoever invited you for another one.',
  )

export const foreignInvitation = () => new BrainError('invitation/not-found', 'There is no such invitation in this workspace.')

export const lowerCase = (email: string): string => email.trim().toLowerCase()
