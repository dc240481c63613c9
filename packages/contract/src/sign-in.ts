import { z } from 'zod'
import { route } from './route.ts'
import { WorkspaceView } from './workspace-view.ts'

export const languages = ['en', 'de'] as const
/** NIST SP 800-63B: length, no composition rules. */
export const Password = z.string().min(10).max(256)

export const Me = z
  .object({
    user: z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      language: z.enum(languages).nullable(),
      isOperator: z.boolean().describe('runs this installation: may see and change every workspace’s plan and status'),
      hasSecondFactor: z.boolean(),
    }),
    workspaces: z.array(WorkspaceView),
  })
  .meta({ id: 'Me' })
export type Me = z.infer<typeof Me>

export const SessionView = z
  .object({
    id: z.string(),
    isCurrent: z.boolean(),
    userAgent: z.string().nullable(),
    address: z.string().nullable(),
    createdAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'Session' })
export type SessionView = z.infer<typeof SessionView>

const tag = 'Sign-in'
const code = z.string().trim().min(6).max(32)
const fromProvider = z.string().max(4000).optional()
const SignedIn = z.object({
  token: z.string().describe('for `Authorization: Bearer`, where cookies are not kept'),
  user: Me.shape.user,
})

export const auth = {
  getMethods: route({
    method: 'GET',
    path: '/api/auth/methods',
    summary: 'How one can sign in here',
    tag,
    may: 'anyone',
    reply: z.object({
      hasPassword: z.boolean(),
      oidc: z.object({ name: z.string().describe('of the provider, for the button') }).nullable(),
      canMail: z.boolean().describe('whether mails leave this installation; without, an operator hands out the links'),
      canRequestInvitation: z.boolean().describe('whether some workspace lets a domain join by itself'),
    }),
  }),
  signIn: route({
    method: 'POST',
    path: '/api/auth/sign-in/email',
    summary: 'Sign in; sets the session cookie. With a second factor, `code` is sent with the same request',
    tag,
    may: 'anyone',
    perMinute: 30,
    body: z.object({
      email: z.string().max(254),
      password: z.string().max(256),
      code: code.optional().describe('of the authenticator app, or a recovery code; asked for with auth/second-factor-required'),
    }),
    reply: SignedIn,
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
  requestPasswordReset: route({
    method: 'POST',
    path: '/api/auth/request-password-reset',
    summary: 'Mail a link that sets a new password; the reply never says whether the address is known',
    tag,
    may: 'anyone',
    perMinute: 5,
    body: z.object({ email: z.email().max(254) }),
    status: 204,
  }),
  resetPassword: route({
    method: 'POST',
    path: '/api/auth/reset-password',
    summary: 'Set a new password with the token of the mail; ends all sessions',
    tag,
    may: 'anyone',
    perMinute: 10,
    body: z.object({ token: z.string().min(20).max(200), newPassword: Password }),
    status: 204,
  }),
  listSessions: route({
    method: 'GET',
    path: '/api/auth/sessions',
    summary: 'Where one is signed in',
    tag,
    may: 'signed-in',
    reply: z.object({ sessions: z.array(SessionView) }),
  }),
  revokeSession: route({
    method: 'DELETE',
    path: '/api/auth/sessions/{id}',
    summary: 'End one session, with everything that runs in it',
    tag,
    may: 'signed-in',
    params: z.object({ id: z.string().max(64) }),
    status: 204,
  }),
  revokeOtherSessions: route({
    method: 'POST',
    path: '/api/auth/sessions/revoke-others',
    summary: 'End every session but this one',
    tag,
    may: 'signed-in',
    reply: z.object({ ended: z.number().int() }),
  }),
  beginSecondFactor: route({
    method: 'POST',
    path: '/api/auth/second-factor',
    summary: 'Begin to set up a second factor; it counts once a code was confirmed',
    tag,
    may: 'signed-in',
    perMinute: 10,
    body: z.object({ password: z.string().max(256) }),
    reply: z.object({
      uri: z.string().describe('otpauth:// address for an authenticator app (RFC 6238), also to be shown as a QR code'),
      secret: z.string().describe('the same secret, to type'),
      recoveryCodes: z.array(z.string()).describe('each works once; shown here and never again'),
    }),
  }),
  confirmSecondFactor: route({
    method: 'POST',
    path: '/api/auth/second-factor/confirm',
    summary: 'Turn the second factor on with a code of the app',
    tag,
    may: 'signed-in',
    perMinute: 10,
    body: z.object({ code }),
    reply: Me,
  }),
  removeSecondFactor: route({
    method: 'POST',
    path: '/api/auth/second-factor/remove',
    summary: 'Turn the second factor off',
    tag,
    may: 'signed-in',
    perMinute: 10,
    body: z.object({ password: z.string().max(256) }),
    reply: Me,
  }),
  startOidc: route({
    method: 'GET',
    path: '/api/auth/oidc/start',
    summary: 'Go to the OpenID provider (a redirect)',
    tag,
    may: 'anyone',
    perMinute: 30,
    query: z.object({ returnTo: z.string().max(500).optional().describe('path in this app to come back to') }),
    replyType: 'text/plain',
  }),
  finishOidc: route({
    method: 'GET',
    path: '/api/auth/oidc/callback',
    summary: 'Where the OpenID provider sends people back to (a redirect)',
    tag,
    may: 'anyone',
    perMinute: 30,
    query: z.object({
      code: fromProvider,
      state: fromProvider,
      iss: fromProvider,
      error: fromProvider,
      error_description: fromProvider,
    }),
    replyType: 'text/plain',
  }),
  getMe: route({
    method: 'GET',
    path: '/api/me',
    summary: 'Who is signed in, and their workspaces; with an API key, its member and its workspace',
    tag,
    may: 'signed-in',
    allowsKeys: true,
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
      email: z.email().max(254),
      password: Password,
      workspaceName: z.string().trim().min(1).max(80),
      language: z.enum(languages).default('en'),
      withSample: z.boolean().default(false),
    }),
    status: 201,
    reply: Me,
  }),
}
