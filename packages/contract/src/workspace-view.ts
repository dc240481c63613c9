import { z } from 'zod'
import { roles } from './permissions.ts'
import { planNames } from './usage.ts'

/** `suspended`: read-only · `cancelled`: closed; only an operator sees it. */
export const workspaceStatuses = ['active', 'suspended', 'cancelled'] as const
export type WorkspaceStatus = (typeof workspaceStatuses)[number]

export const WorkspaceView = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    name: z.string(),
    role: z.enum(roles).describe('your own'),
    status: z.enum(workspaceStatuses),
    plan: z.enum(planNames),
    language: z.enum(['en', 'de']),
    timeZone: z.string().describe('IANA name; months of usage begin and end in it'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Workspace' })
export type WorkspaceView = z.infer<typeof WorkspaceView>
