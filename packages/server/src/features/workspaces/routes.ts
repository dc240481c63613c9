import { BrainError, contract, type Me, type WorkspaceView } from '@brain-ai/contract'
import { type App, createWorkspaceContext, type WorkspaceContext } from '#platform/context'
import { type ServedRoute, type SignedInUser, serve } from '#platform/http'
import { listMemberships, type Membership, updateUser } from './member-store.ts'
import type { SessionCache } from './session-cache.ts'
import { isSetUp, setUpWithToken } from './set-up.ts'
import type { SignIn } from './sign-in.ts'

/** What the routes of sign-in and workspaces need; `onSampleWanted` is how wiring lets the documents feature fill the first workspace. */
export interface WorkspaceRoutes {
  readonly app: App
  readonly version: string
  readonly signIn: SignIn
  readonly sessions: SessionCache
  readonly onSampleWanted: (ctx: WorkspaceContext) => Promise<void>
}

export function workspaceRoutes(given: WorkspaceRoutes): ServedRoute[] {
  return [...setupRoutes(given), ...signInRoutes(given), ...memberRoutes(given.app)]
}

function setupRoutes({ app, version, signIn, onSampleWanted }: WorkspaceRoutes): ServedRoute[] {
  return [
    serve(contract.setup.getSetup, async () => ({ isDone: await isSetUp(app), version })),
    serve(contract.setup.setUp, async (ctx, { body }) => {
      const { token, withSample, ...owner } = body
      const made = await setUpWithToken(app, token, owner)
      if (withSample) {
        const actor = { kind: 'member', userId: made.userId, role: 'owner' } as const
        await onSampleWanted(createWorkspaceContext(app, { ...made, actor, signal: ctx.signal }))
      }
      const { cookies } = await signIn.withPassword(owner, ctx.headers)
      ctx.setCookies(cookies)
      return describeMe(app, { id: made.userId, name: owner.name, email: owner.email.toLowerCase(), language: owner.language })
    }),
  ]
}

function signInRoutes({ app, signIn, sessions }: WorkspaceRoutes): ServedRoute[] {
  return [
    serve(contract.auth.signIn, async (ctx, { body }) => {
      const { token, cookies } = await signIn.withPassword(body, ctx.headers)
      ctx.setCookies(cookies)
      const user = await signIn.findUser(new Headers({ authorization: `Bearer ${token}` }))
      if (!user) throw new BrainError('auth/wrong-credentials', 'The session could not be opened. Sign in again.')
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
    serve(contract.auth.getMe, (ctx) => describeMe(app, ctx.user)),
    serve(contract.auth.updateMe, async (ctx, { body }) => {
      const { name = ctx.user.name, language = ctx.user.language } = body
      await app.database.asSystem((db) => updateUser(db, ctx.user.id, { name, language }, app.now()))
      sessions.forgetUser(ctx.user.id)
      return describeMe(app, { ...ctx.user, name, language })
    }),
  ]
}

function memberRoutes(app: App): ServedRoute[] {
  const list = (user: SignedInUser) => app.database.asSystem((db) => listMemberships(db, user.id))
  return [
    serve(contract.workspaces.listWorkspaces, async (ctx) => ({ workspaces: (await list(ctx.user)).map(viewMembership) })),
    serve(contract.workspaces.getWorkspace, async (ctx, { params }) => {
      const found = (await list(ctx.user)).find((one) => one.slug === params.slug)
      if (!found) throw new BrainError('workspace/not-found', 'There is no such workspace, or you do not belong to it.')
      return viewMembership(found)
    }),
  ]
}

async function describeMe(app: App, user: SignedInUser): Promise<Me> {
  const memberships = await app.database.asSystem((db) => listMemberships(db, user.id))
  return { user, workspaces: memberships.map(viewMembership) }
}

const viewMembership = (one: Membership): WorkspaceView => ({
  id: one.workspaceId,
  slug: one.slug,
  name: one.name,
  role: one.role,
  createdAt: one.createdAt.toISOString(),
})
