import { z } from 'zod'
import { roles } from './permissions.ts'
import { route } from './route.ts'

const email = z.email().max(254)
/** NIST SP 800-63B: length, no composition rules. */
export const Password = z.string().min(10).max(256)
export const languages = ['en', 'de'] as const

export const WorkspaceView = z
  .object({ id: z.uuid(), slug: z.string(), name: z.string(), role: z.enum(roles), createdAt: z.iso.datetime() })
  .meta({ id: 'Workspace' })
export type WorkspaceView = z.infer<typeof WorkspaceView>

export const Me = z
  .object({
    user: z.object({ id: z.string(), name: z.string(), email: z.string(), language: z.enum(languages).nullable() }),
    workspaces: z.array(WorkspaceView),
  })
  .meta({ id: 'Me' })
export type Me = z.infer<typeof Me>

const tag = 'Sign-in'

export const setup = {
  getSetup: route({
    method: 'GET',
    path: '/api/setup',
    summary: 'Whether this installation still waits for its owner',
    tag: 'Setup',
    may: 'anyone',
    reply: z.object({ isDone: z.boolean(), version: z.string() }),
  }),
  setUp: route({
    method: 'POST',
    path: '/api/setup',
    summary: 'Make the owner and the first workspace with the one-time token of the start; signs in',
    tag: 'Setup',
    may: 'anyone',
    perMinute: 20,
    body: z.object({
      token: z.string().min(1).max(200),
      name: z.string().trim().min(1).max(120),
      email,
      password: Password,
      workspaceName: z.string().trim().min(1).max(80),
      language: z.enum(languages).default('en'),
      withSample: z.boolean().default(false),
    }),
    status: 201,
    reply: Me,
  }),
}

export const auth = {
  signIn: route({
    method: 'POST',
    path: '/api/auth/sign-in/email',
    summary: 'Sign in; sets the session cookie',
    tag,
    may: 'anyone',
    perMinute: 30,
    body: z.object({ email: z.string().max(254), password: z.string().max(256) }),
    reply: z.object({
      token: z.string().describe('for `Authorization: Bearer`, where cookies are not kept'),
      user: Me.shape.user,
    }),
  }),
  signOut: route({ method: 'POST', path: '/api/auth/sign-out', summary: 'Sign out', tag, may: 'signed-in', status: 204 }),
  changePassword: route({
    method: 'POST',
    path: '/api/auth/change-password',
    summary: 'Change the password; ends all other sessions',
    tag,
    may: 'signed-in',
    perMinute: 10,
    body: z.object({ currentPassword: z.string().max(256), newPassword: Password }),
    status: 204,
  }),
  getMe: route({
    method: 'GET',
    path: '/api/me',
    summary: 'Who is signed in, and their workspaces',
    tag,
    may: 'signed-in',
    reply: Me,
  }),
  updateMe: route({
    method: 'PATCH',
    path: '/api/me',
    summary: 'Change the own name or language',
    tag,
    may: 'signed-in',
    body: z.object({ name: z.string().trim().min(1).max(120).optional(), language: z.enum(languages).nullable().optional() }),
    reply: Me,
  }),
}

export const workspaces = {
  listWorkspaces: route({
    method: 'GET',
    path: '/api/workspaces',
    summary: 'The workspaces one belongs to',
    tag: 'Workspaces',
    may: 'signed-in',
    reply: z.object({ workspaces: z.array(WorkspaceView) }),
  }),
  getWorkspace: route({
    method: 'GET',
    path: '/api/workspaces/{slug}',
    summary: 'One workspace',
    tag: 'Workspaces',
    may: 'signed-in',
    params: z.object({ slug: z.string().max(80) }),
    reply: WorkspaceView,
  }),
}
