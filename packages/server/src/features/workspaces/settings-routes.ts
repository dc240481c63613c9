import { contract } from '@brain-ai/contract'
import type { App } from '#platform/context'
import { type ServedRoute, serve } from '#platform/http'
import { closeWorkspace } from './close-workspace.ts'
import { createWorkspace } from './create-workspace.ts'
import { listWorkspaceViews } from './describe-me.ts'
import { getWorkspace, updateWorkspace } from './update-workspace.ts'

export function settingsRoutes(app: App): ServedRoute[] {
  return [
    serve(contract.workspaces.listWorkspaces, async (ctx) => ({
      workspaces: await listWorkspaceViews(app, ctx.user.id, ctx.session),
    })),
    serve(contract.workspaces.createWorkspace, async (ctx, { body }) => {
      const { workspaceId } = await createWorkspace(app, ctx.user, body)
      const all = await listWorkspaceViews(app, ctx.user.id, ctx.session)
      return all.find(({ id }) => id === workspaceId)!
    }),
    serve(contract.workspaces.getWorkspace, (ctx) => getWorkspace(ctx)),
    serve(contract.workspaces.updateWorkspace, (ctx, { body }) => updateWorkspace(ctx, body)),
    serve(contract.workspaces.closeWorkspace, (ctx, { params, query }) =>
      closeWorkspace(ctx, { slug: params.slug, confirm: query.confirm }),
    ),
  ]
}
