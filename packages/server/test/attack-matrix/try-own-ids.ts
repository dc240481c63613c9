import type { TestUser, World } from '../world.ts'
import type { Ids } from './entry.ts'
import { listRequests } from './requests.ts'
import type { MatrixRoute } from './routes.ts'
import { send } from './send.ts'
import type { Side } from './side.ts'

/**
 * Sends each route with one's own ids, in the hands of those who may: a refusal elsewhere proves something only where the same
 * request is right here. Uses up much of what the workspace has.
 */
export async function tryOwnIds(world: World, side: Side, operator: TestUser, routes: readonly MatrixRoute[]): Promise<string[]> {
  const findings: string[] = []
  for (const route of routes) {
    const { spec, entry, name } = route
    const { token } = await personFor(route, side, operator)
    for (const request of listRequests(route, idsFor(route, side))) {
      const headers = { authorization: `Bearer ${token}`, 'x-workspace-slug': side.workspace.slug }
      const reply = await send(world.url, spec, request.parts, spec.may === 'anyone' ? {} : headers, request.asEvents)
      const isRight = entry.refusal
        ? reply.code === entry.refusal
        : reply.status === (request.asEvents ? 200 : (spec.status ?? 200)) && reply.code === undefined
      if (!isRight) findings.push(`${name} with one's own ids: ${reply.status} ${reply.code ?? ''}`)
    }
    await side.workspace.settle()
  }
  return findings
}

const idsFor = ({ entry }: MatrixRoute, { usual, own }: Side): Ids => (entry.own ? own[entry.own] : usual)

/** What ends one's own session or membership is done by somebody whom nobody needs afterwards. */
async function personFor({ spec, name }: MatrixRoute, side: Side, operator: TestUser): Promise<TestUser> {
  if (spec.may === 'operator') return operator
  const isEnd = ['auth.signOut', 'auth.revokeOtherSessions', 'members.leaveWorkspace'].includes(name)
  return isEnd ? side.workspace.addMember('viewer') : side.owner
}
