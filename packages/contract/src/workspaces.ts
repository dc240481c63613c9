import { z } from 'zod'
import { invitableRoles } from './members.ts'
import { route } from './route.ts'
import { languages } from './sign-in.ts'
import { WorkspaceView } from './workspace-view.ts'

const tag = 'Workspaces'
const params = z.object({ slug: z.string().max(80) })
const name = z.string().trim().min(1).max(80)
/** As it stands in addresses. */
export const Slug = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/, 'must be lower-case letters, digits and hyphens')
const timeZone = z.string().min(1).max(64).describe('IANA name, as Europe/Berlin')
const domain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'must be a domain, as example.com')

export const WorkspaceSettings = WorkspaceView.extend({
  joinDomains: z.array(z.string()).describe('whoever proves an address of these domains may join by themselves'),
  joinRole: z.enum(invitableRoles),
}).meta({ id: 'WorkspaceSettings' })
export type WorkspaceSettings = z.infer<typeof WorkspaceSettings>

export const workspaces = {
  listWorkspaces: route({
    method: 'GET',
    path: '/api/workspaces',
    summary: 'The workspaces one belongs to',
    tag,
    may: 'signed-in',
    allowsKeys: true,
    reply: z.object({ workspaces: z.array(WorkspaceView) }),
  }),
  createWorkspace: route({
    method: 'POST',
    path: '/api/workspaces',
    summary: 'Make a workspace and own it; for operators, or for everyone where BRAIN_WORKSPACE_CREATION says so',
    tag,
    may: 'signed-in',
    perMinute: 20,
    body: z.object({
      name,
      slug: Slug.optional().describe('made from the name when left out'),
      language: z.enum(languages).default('en'),
      timeZone: timeZone.default('UTC'),
    }),
    status: 201,
    reply: WorkspaceView,
  }),
  getWorkspace: route({
    method: 'GET',
    path: '/api/workspaces/{slug}',
    summary: 'One workspace with its settings',
    tag,
    may: 'workspace.read',
    params,
    reply: WorkspaceSettings,
  }),
  updateWorkspace: route({
    method: 'PATCH',
    path: '/api/workspaces/{slug}',
    summary: 'Change the settings of a workspace',
    tag,
    may: 'workspace.write',
    params,
    body: z.object({
      name: name.optional(),
      slug: Slug.optional(),
      language: z.enum(languages).optional(),
      timeZone: timeZone.optional(),
      joinDomains: z.array(domain).max(20).optional(),
      joinRole: z.enum(invitableRoles).optional(),
    }),
    reply: WorkspaceSettings,
  }),
  closeWorkspace: route({
    method: 'DELETE',
    path: '/api/workspaces/{slug}',
    summary: 'Close a workspace: nobody reaches it any more; an operator can open it again',
    tag,
    may: 'workspace.own',
    params,
    query: z.object({ confirm: z.string().max(80).describe('the slug again, so that no slip closes a workspace') }),
    status: 204,
  }),
}
