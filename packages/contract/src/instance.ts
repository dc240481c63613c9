import { z } from 'zod'
import { route } from './route.ts'
import { OwnLimits, planNames, UsageLine } from './usage.ts'
import { workspaceStatuses } from './workspace-view.ts'

const tag = 'Instance'
const page = z.object({
  q: z.string().trim().max(200).optional().describe('part of a name, slug or address'),
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** A workspace as the operator of the installation sees it: how large it is, never what is in it. */
export const InstanceWorkspace = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    name: z.string(),
    plan: z.enum(planNames),
    status: z.enum(workspaceStatuses),
    own: OwnLimits,
    owners: z.array(z.string()).describe('e-mail addresses'),
    usage: z.array(UsageLine),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'InstanceWorkspace' })
export type InstanceWorkspace = z.infer<typeof InstanceWorkspace>

export const InstanceUser = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    isOperator: z.boolean(),
    hasSecondFactor: z.boolean(),
    isDisabled: z.boolean(),
    workspaces: z.number().int(),
    sessions: z.number().int(),
    createdAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'InstanceUser' })
export type InstanceUser = z.infer<typeof InstanceUser>

export const MailView = z
  .object({
    id: z.uuid(),
    to: z.string(),
    subject: z.string(),
    state: z.enum(['waiting', 'sent', 'failed', 'kept']),
    failure: z.string().nullable(),
    attempts: z.number().int(),
    createdAt: z.iso.datetime(),
    sentAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Mail' })
export type MailView = z.infer<typeof MailView>

export const instance = {
  listAllWorkspaces: route({
    method: 'GET',
    path: '/api/instance/workspaces',
    summary: 'Every workspace of this installation',
    tag,
    may: 'operator',
    query: page,
    reply: z.object({ workspaces: z.array(InstanceWorkspace), total: z.number().int(), nextCursor: z.string().nullable() }),
  }),
  changeWorkspace: route({
    method: 'PATCH',
    path: '/api/instance/workspaces/{slug}',
    summary: 'Change plan or status of a workspace: suspend, close, open again',
    tag,
    may: 'operator',
    params: z.object({ slug: z.string().max(80) }),
    body: z.object({ plan: z.enum(planNames).optional(), status: z.enum(workspaceStatuses).optional() }),
    reply: InstanceWorkspace,
  }),
  listUsers: route({
    method: 'GET',
    path: '/api/instance/users',
    summary: 'Every account of this installation',
    tag,
    may: 'operator',
    query: page,
    reply: z.object({ users: z.array(InstanceUser), total: z.number().int(), nextCursor: z.string().nullable() }),
  }),
  changeUser: route({
    method: 'PATCH',
    path: '/api/instance/users/{id}',
    summary: 'Make or unmake an operator, disable or enable an account, remove a lost second factor',
    tag,
    may: 'operator',
    params: z.object({ id: z.string().max(64) }),
    body: z.object({
      isOperator: z.boolean().optional(),
      isDisabled: z.boolean().optional().describe('a disabled account cannot sign in; its sessions and keys end at once'),
      hasSecondFactor: z.literal(false).optional(),
    }),
    reply: InstanceUser,
  }),
  makeResetLink: route({
    method: 'POST',
    path: '/api/instance/users/{id}/reset-link',
    summary: 'A link with which the person sets a new password, valid for an hour, where no mail reaches them',
    tag,
    may: 'operator',
    perMinute: 20,
    params: z.object({ id: z.string().max(64) }),
    reply: z.object({ link: z.string(), expiresAt: z.iso.datetime() }),
  }),
  listMails: route({
    method: 'GET',
    path: '/api/instance/mails',
    summary: 'The outbox: what was sent, what waits, and what is kept because no mail server is configured',
    tag,
    may: 'operator',
    query: page,
    reply: z.object({
      mails: z.array(MailView),
      total: z.number().int(),
      nextCursor: z.string().nullable(),
      hasServer: z.boolean(),
    }),
  }),
  getMail: route({
    method: 'GET',
    path: '/api/instance/mails/{id}',
    summary: 'One mail with its text; the text of a sent mail is not kept',
    tag,
    may: 'operator',
    params: z.object({ id: z.uuid() }),
    reply: MailView.extend({ text: z.string().nullable() }).meta({ id: 'MailWithText' }),
  }),
  retryMail: route({
    method: 'POST',
    path: '/api/instance/mails/{id}/retry',
    summary: 'Try to send a mail again that failed or was kept',
    tag,
    may: 'operator',
    params: z.object({ id: z.uuid() }),
    reply: MailView,
  }),
}
