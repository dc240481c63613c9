import type { InvitationView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { findMailStates } from '#platform/mail'
import { type Invitation, viewInvitation } from './invitation.ts'
import { listInvitationRows } from './invitation-store.ts'

/** The invitations that were not accepted, newest first, each with what became of its mail. */
export async function listInvitations(ctx: WorkspaceContext): Promise<InvitationView[]> {
  return viewWithMail(ctx, await ctx.transact(listInvitationRows))
}

/** A workspace may not look into the outbox of the installation, so the states come from outside of its transaction. */
export async function viewWithMail({ app }: WorkspaceContext, rows: readonly Invitation[]): Promise<InvitationView[]> {
  const mailIds = rows.flatMap(({ mailId }) => mailId ?? [])
  const states = await findMailStates(app.database, mailIds)
  const now = app.now()
  return rows.map((row) => viewInvitation(row, now, (row.mailId !== null && states.get(row.mailId)) || 'none'))
}
