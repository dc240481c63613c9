import type { MemberView } from '@brain-ai/contract'
import type { Actor, WorkspaceContext } from '#platform/context'
import { listMemberRows, type Member } from './member-store.ts'

/** The members of the workspace, by name. */
export async function listMembers(ctx: WorkspaceContext): Promise<MemberView[]> {
  const rows = await ctx.transact(listMemberRows)
  return rows.map((row) => viewMember(row, ctx.actor))
}

export const viewMember = ({ joinedAt, ...member }: Member, actor: Actor): MemberView => ({
  ...member,
  joinedAt: joinedAt.toISOString(),
  isYou: actor.kind === 'member' && actor.userId === member.userId,
})
