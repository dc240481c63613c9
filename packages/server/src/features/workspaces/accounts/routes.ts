import { contract } from '@brain-ai/contract'
import { type App, createWorkspaceContext, type WorkspaceContext } from '#platform/context'
import { type ServedRoute, serve } from '#platform/http'
import { describeMe } from '../describe-me.ts'
import { updateUser } from '../workspace-store.ts'
import type { SessionCache } from './session-cache.ts'
import { isSetUp, setUpWithToken } from './set-up.ts'
import type { SignIn } from './sign-in.ts'

/** What the routes of set-up and sign-in need; `onSampleWanted` is how wiring lets the documents feature fill the first workspace. */
export interface AccountRoutes {
  readonly app: App
  readonly version: string
  readonly signIn: SignIn
  readonly sessions: SessionCache
  readonly onSampleWanted: (ctx: WorkspaceContext) => Promise<void>
}

export function accountRoutes(given: AccountRoutes): ServedRoute[] {
  return [...setupRoutes(given), ...signInRoutes(given)]
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
      const { cookies, user } = await signIn.withPassword(owner, ctx.headers)
      ctx.setCookies(cookies)
      return describeMe(app, user)
    }),
  ]
}

function signInRoutes({ app, signIn, sessions }: AccountRoutes): ServedRoute[] {
  return [
    serve(contract.auth.signIn, async (ctx, { body }) => {
      const { token, cookies, user } = await signIn.withPassword(body, ctx.headers)
      ctx.setCookies(cookies)
      return { token, user }
    }),
    serve(contract.auth.signOut, async (ctx) => {
      ctx.setCookies(await signIn.signOut(ctx.headers))
      sessions.forgetUser(ctx.user.id)
    }),
    serve(contract.auth.changePassword, async (ctx, { body }) => {
      ctx.setCookies(await signIn.changePassword(body, ctx.headers))
      sessions.forgetUser(ctx.user.id)
    }),
    serve(contract.auth.getMe, (ctx) => describeMe(app, ctx.user, ctx.session)),
    serve(contract.auth.updateMe, async (ctx, { body }) => {
      const { name = ctx.user.name, language = ctx.user.language } = body
      await app.database.asSystem((db) => updateUser(db, ctx.user.id, { name, language }, app.now()))
      sessions.forgetUser(ctx.user.id)
      return describeMe(app, { ...ctx.user, name, language })
    }),
  ]
}
