import { contract } from '@brain-ai/contract'
import { type App, createWorkspaceContext, type WorkspaceContext } from '#platform/context'
import { type ServedRoute, serve } from '#platform/http'
import { describeMe } from '../describe-me.ts'
import { updateUser } from '../workspace-store.ts'
import { changePassword } from './change-password.ts'
import { describeMethods } from './describe-methods.ts'
import { endSession } from './end-sessions.ts'
import { type OidcRoutes, oidcRoutes } from './oidc/routes.ts'
import { requestPasswordReset } from './request-password-reset.ts'
import { resetPassword } from './reset-password.ts'
import { secondFactorRoutes } from './second-factor-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { isSetUp, setUpWithToken } from './set-up.ts'
import type { SignIn } from './sign-in.ts'

/** What the routes of set-up and sign-in need; `onSampleWanted` is how wiring lets the documents feature fill the first workspace. */
export interface AccountRoutes extends OidcRoutes {
  readonly app: App
  readonly version: string
  readonly signIn: SignIn
  readonly onSampleWanted: (ctx: WorkspaceContext) => Promise<void>
}

export function accountRoutes(given: AccountRoutes): ServedRoute[] {
  return [
    ...setupRoutes(given),
    ...signInRoutes(given),
    ...passwordRoutes(given),
    ...sessionRoutes(given),
    ...secondFactorRoutes(given),
    ...oidcRoutes(given),
    ...meRoutes(given),
  ]
}

function setupRoutes({ app, version, signIn, onSampleWanted }: AccountRoutes): ServedRoute[] {
  return [
    serve(contract.setup.getSetup, async () => ({ isDone: await isSetUp(app), version })),
    serve(contract.setup.setUp, async (ctx, { body }) => {
      const { token, withSample, ...owner } = body
      const made = await setUpWithToken(app, token, owner)
      if (withSample) {
        const actor = { kind: 'member', userId: made.userId, role: 'owner' } as const
        await onSampleWanted(createWorkspaceContext(app, { ...made, actor, signal: ctx.signal }))
      }
      const { cookies, user } = await signIn.withPassword(owner, ctx)
      ctx.setCookies(cookies)
      return describeMe(app, user)
    }),
  ]
}

function signInRoutes({ app, signIn, sessions }: AccountRoutes): ServedRoute[] {
  return [
    serve(contract.auth.getMethods, () => describeMethods(app)),
    serve(contract.auth.signIn, async (ctx, { body }) => {
      const { token, cookies, user } = await signIn.withPassword(body, ctx)
      ctx.setCookies(cookies)
      return { token, user }
    }),
    serve(contract.auth.signOut, async (ctx) => {
      await endSession(app, { id: ctx.session.id, userId: ctx.user.id })
      sessions.forgetUser(ctx.user.id)
      ctx.setCookies(await signIn.clearCookies())
    }),
  ]
}

function passwordRoutes({ app, signIn, sessions, url }: AccountRoutes): ServedRoute[] {
  return [
    serve(contract.auth.changePassword, async (ctx, { body }) => {
      ctx.setCookies(await changePassword(app, signIn, ctx, body))
      sessions.forgetUser(ctx.user.id)
    }),
    serve(contract.auth.requestPasswordReset, (ctx, { body }) => {
      // Not waited for: the time that the reply takes would tell whether there is such an account.
      setImmediate(() => {
        requestPasswordReset(app, url(), body).catch((error: unknown) =>
          ctx.log.error({ err: error }, 'a link for a new password could not be mailed'),
        )
      })
    }),
    serve(contract.auth.resetPassword, (_, { body }) => resetPassword(app, body)),
  ]
}

function meRoutes({ app, sessions }: AccountRoutes): ServedRoute[] {
  return [
    serve(contract.auth.getMe, (ctx) => describeMe(app, ctx.user, ctx.session)),
    serve(contract.auth.updateMe, async (ctx, { body }) => {
      const { name = ctx.user.name, language = ctx.user.language } = body
      await app.database.asSystem((db) => updateUser(db, ctx.user.id, { name, language }, app.now()))
      sessions.forgetUser(ctx.user.id)
      return describeMe(app, { ...ctx.user, name, language })
    }),
  ]
}
