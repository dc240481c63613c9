import { contract } from '@brain-ai/contract'
import { type ServedRoute, serve } from '#platform/http'
import { listMembers } from './list-members.ts'
import { leaveWorkspace, removeMember } from './remove-member.ts'
import { transferOwnership } from './transfer-ownership.ts'
import { updateMember } from './update-member.ts'

export const memberRoutes: ServedRoute[] = [
  serve(contract.members.listMembers, async (ctx) => ({ members: await listMembers(ctx) })),
  serve(contract.members.updateMember, (ctx, { params, body }) => updateMember(ctx, { userId: params.userId, role: body.role })),
  serve(contract.members.removeMember, (ctx, { params }) => removeMember(ctx, params.userId)),
  serve(contract.members.leaveWorkspace, (ctx) => leaveWorkspace(ctx)),
  serve(contract.members.transferOwnership, (ctx, { body }) => transferOwnership(ctx, body.userId)),
]
