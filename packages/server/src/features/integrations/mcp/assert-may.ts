import { BrainError, may, type Permission } from '@brain-ai/contract'
import { actorMay, type WorkspaceContext } from '#platform/context'

/** What a message asks for needs a permission besides that of the route. @throws BrainError auth/forbidden · auth/scope-missing */
export function assertMay({ actor }: WorkspaceContext, permission: Permission): void {
  if (actorMay(actor, permission)) return
  if (actor.kind === 'member' && !may(actor.role, permission))
    throw new BrainError('auth/forbidden', `As ${actor.role} of this workspace you may not do that.`)
  throw new BrainError('auth/scope-missing', `The API key does not have the scope ${permission}.`, { permission })
}
