import type { ServedRoute } from '#platform/http'
import { type AccountRoutes, accountRoutes } from './accounts/routes.ts'
import { instanceRoutes } from './instance/routes.ts'
import { type InvitationRoutes, invitationRoutes } from './invitations/routes.ts'
import { keyRoutes } from './keys/routes.ts'
import { mailRoutes } from './mails/routes.ts'
import { memberRoutes } from './members/routes.ts'
import { settingsRoutes } from './settings-routes.ts'
import { usageRoutes } from './usage/routes.ts'
import type { UsageCounter } from './usage/usage-counter.ts'

export function workspaceRoutes(given: AccountRoutes & InvitationRoutes & { usage: UsageCounter }): ServedRoute[] {
  return [
    ...accountRoutes(given),
    ...settingsRoutes(given.app),
    ...memberRoutes,
    ...mailRoutes,
    ...invitationRoutes(given),
    ...keyRoutes,
    ...usageRoutes(given.usage),
    ...instanceRoutes(given),
  ]
}
