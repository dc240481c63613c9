import { contract } from '@brain-ai/contract'
import type { App } from '#platform/context'
import { type ServedRoute, serve } from '#platform/http'
import { type AccountRoutes, accountRoutes } from './accounts/routes.ts'
import { listWorkspaceViews } from './describe-me.ts'

export function workspaceRoutes(given: AccountRoutes): ServedRoute[] {
  return [...accountRoutes(given), ...ownWorkspaceRoutes(given.app)]
}

function ownWorkspaceRoutes(app: App): ServedRoute[] {
  return [
    serve(contract.workspaces.listWorkspaces, async (ctx) => ({
      workspaces: await listWorkspaceViews(app, ctx.user.id, ctx.session),
    })),
  ]
}
