import { contract } from '@brain-ai/contract'
import { type ServedRoute, serve } from '#platform/http'
import { makeResetLink } from '../accounts/request-password-reset.ts'
import { changeUser } from './change-user.ts'
import { changeWorkspace } from './change-workspace.ts'
import { listUsers } from './list-users.ts'
import { listAllWorkspaces } from './list-workspaces.ts'

/** For those who run the installation: sizes and accounts, never what is in a workspace. @param given.url the address people use */
export function instanceRoutes(given: { url: () => string }): ServedRoute[] {
  return [
    serve(contract.instance.listAllWorkspaces, (ctx, { query }) => listAllWorkspaces(ctx.app, query)),
    serve(contract.instance.changeWorkspace, (ctx, { params, body }) => changeWorkspace(ctx.app, params.slug, body)),
    serve(contract.instance.listUsers, (ctx, { query }) => listUsers(ctx.app, query)),
    serve(contract.instance.changeUser, (ctx, { params, body }) => changeUser(ctx.app, { by: ctx.user.id, id: params.id }, body)),
    serve(contract.instance.makeResetLink, async (ctx, { params }) => {
      const { link, expiresAt } = await makeResetLink(ctx.app, given.url(), params.id)
      // Whoever has the link has the account, so it is on record who made it.
      ctx.log.info({ userId: ctx.user.id, forUserId: params.id }, 'an operator made a link for a new password')
      return { link, expiresAt: expiresAt.toISOString() }
    }),
  ]
}
