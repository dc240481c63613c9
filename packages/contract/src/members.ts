import { z } from 'zod'
import { roles } from './permissions.ts'
import { route } from './route.ts'
import { Me, Password } from './sign-in.ts'

const email = z.email().max(254)
/** Ownership is transferred, never given by an invitation. */
export const invitableRoles = ['admin', 'member', 'viewer'] as const
export type InvitableRole = (typeof invitableRoles)[number]

export const MemberView = z
  .object({
    userId: z.string(),
    name: z.string(),
    email: z.string(),
    role: z.enum(roles),
    joinedAt: z.iso.datetime(),
    isYou: z.boolean(),
  })
  .meta({ id: 'Member' })
export type MemberView = z.infer<typeof MemberView>

export const InvitationView = z
  .object({
    id: z.uuid(),
    email: z.string().nullable().describe('null: whoever has the link'),
    role: z.enum(invitableRoles),
    state: z.enum(['open', 'expired', 'used-up']),
    uses: z.number().int(),
    maxUses: z.number().int().describe('1 for an invitation of one address'),
    invitedBy: z.string().nullable().describe('name; null where somebody joined by their domain'),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    mail: z
      .enum(['none', 'waiting', 'sent', 'failed', 'kept'])
      .describe('`kept`: no mail server is configured; it lies in the outbox'),
  })
  .meta({ id: 'Invitation' })
export type InvitationView = z.infer<typeof InvitationView>

/** What whoever holds the link of an invitation is shown. */
export const InvitationOffer = z
  .object({
    workspace: z.object({ name: z.string(), slug: z.string() }),
    role: z.enum(invitableRoles),
    email: z.string().nullable(),
    invitedBy: z.string().nullable(),
    expiresAt: z.iso.datetime(),
    hasAccount: z.boolean().describe('somebody signs in with that address already'),
  })
  .meta({ id: 'InvitationOffer' })
export type InvitationOffer = z.infer<typeof InvitationOffer>

const tag = 'Members'
const params = z.object({ slug: z.string().max(80) })
const ofMember = params.extend({ userId: z.string().max(64) })
const ofInvitation = params.extend({ id: z.uuid() })
const withToken = z.object({ token: z.string().min(20).max(100) })

export const members = {
  listMembers: route({
    method: 'GET',
    path: '/api/workspaces/{slug}/members',
    summary: 'The members, by name',
    tag,
    may: 'members.read',
    params,
    reply: z.object({ members: z.array(MemberView) }),
  }),
  updateMember: route({
    method: 'PATCH',
    path: '/api/workspaces/{slug}/members/{userId}',
    summary: 'Change a role; only owners make and unmake owners, and the last owner stays',
    tag,
    may: 'members.write',
    params: ofMember,
    body: z.object({ role: z.enum(roles) }),
    reply: MemberView,
  }),
  removeMember: route({
    method: 'DELETE',
    path: '/api/workspaces/{slug}/members/{userId}',
    summary: 'Remove a member; their API keys and access end at once',
    tag,
    may: 'members.write',
    params: ofMember,
    status: 204,
  }),
  leaveWorkspace: route({
    method: 'POST',
    path: '/api/workspaces/{slug}/leave',
    summary: 'Leave the workspace; the last owner transfers it first',
    tag,
    may: 'workspace.leave',
    params,
    status: 204,
  }),
  transferOwnership: route({
    method: 'POST',
    path: '/api/workspaces/{slug}/transfer',
    summary: 'Make another member the owner; you become an admin',
    tag,
    may: 'workspace.own',
    params,
    body: z.object({ userId: z.string().max(64) }),
    status: 204,
  }),
}

export const invitations = {
  listInvitations: route({
    method: 'GET',
    path: '/api/workspaces/{slug}/invitations',
    summary: 'Invitations that were not accepted, newest first',
    tag,
    may: 'members.write',
    params,
    reply: z.object({ invitations: z.array(InvitationView) }),
  }),
  createInvitation: route({
    method: 'POST',
    path: '/api/workspaces/{slug}/invitations',
    summary: 'Invite an address by mail, or make a link for several people; the link is in this reply and never again',
    tag,
    may: 'members.write',
    tellsSecret: true,
    params,
    perMinute: 60,
    body: z.object({
      email: email.nullable().default(null),
      role: z.enum(invitableRoles).default('member'),
      maxUses: z.number().int().min(1).max(1000).default(1),
      expiresInDays: z.number().int().min(1).max(90).default(7),
    }),
    status: 201,
    reply: z.object({ invitation: InvitationView, link: z.string() }),
  }),
  renewInvitation: route({
    method: 'POST',
    path: '/api/workspaces/{slug}/invitations/{id}/renew',
    summary: 'A new link and a new mail for an invitation, for another seven days; the older link ends',
    tag,
    may: 'members.write',
    tellsSecret: true,
    params: ofInvitation,
    perMinute: 60,
    reply: z.object({ invitation: InvitationView, link: z.string() }),
  }),
  revokeInvitation: route({
    method: 'DELETE',
    path: '/api/workspaces/{slug}/invitations/{id}',
    summary: 'Take an invitation back',
    tag,
    may: 'members.write',
    params: ofInvitation,
    status: 204,
  }),
  getInvitation: route({
    method: 'GET',
    path: '/api/invitations/{token}',
    summary: 'What an invitation offers',
    tag,
    may: 'anyone',
    perMinute: 60,
    params: withToken,
    reply: InvitationOffer,
  }),
  acceptInvitation: route({
    method: 'POST',
    path: '/api/invitations/{token}/accept',
    summary: 'Join as who is signed in',
    tag,
    may: 'signed-in',
    perMinute: 60,
    params: withToken,
    reply: Me,
  }),
  signUpInvited: route({
    method: 'POST',
    path: '/api/invitations/{token}/sign-up',
    summary: 'Make an account and join; signs in',
    tag,
    may: 'anyone',
    perMinute: 20,
    params: withToken,
    body: z.object({
      name: z.string().trim().min(1).max(120),
      email: email.optional().describe('for a link that names no address'),
      password: Password,
      language: z.enum(['en', 'de']).default('en'),
    }),
    status: 201,
    reply: Me,
  }),
  requestInvitation: route({
    method: 'POST',
    path: '/api/invitations/request',
    summary: 'Ask for an invitation where the domain of an address may join by itself; the reply never says whether it may',
    tag,
    may: 'anyone',
    perMinute: 5,
    body: z.object({ email }),
    status: 204,
  }),
}
