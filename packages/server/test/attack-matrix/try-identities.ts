import type { Ids } from './entry.ts'
import { expectRefusal, type Standing } from './expect-refusal.ts'
import type { Identity } from './identities.ts'
import { canariesIn, listRequests, type Request } from './requests.ts'
import type { MatrixRoute } from './routes.ts'
import { type Received, send } from './send.ts'
import { absentIds, type Side } from './side.ts'

/**
 * Sends each route with all that names a workspace, as everyone who may do less than that. Gives a sentence for each reply that is
 * not the refusal of contract and policy, that differs from that to a workspace which does not exist, or that tells something.
 */
export async function tryIdentities(
  url: string,
  target: Side,
  identities: readonly Identity[],
  routes: readonly MatrixRoute[],
): Promise<string[]> {
  const findings: string[] = []
  for (const identity of identities)
    for (const route of routes)
      for (const request of listRequests(route, usualIds(target)))
        findings.push(...(await tryOne(url, target, identity, route, request)))
  return findings
}

/** An invitation is for whoever has its link, so that what is tried is a link that nobody was given. */
const usualIds = ({ usual }: Side): Ids => ({ ...usual, token: absentIds().token })

async function tryOne(
  url: string,
  target: Side,
  { name, headers, standing }: Identity,
  route: MatrixRoute,
  request: Request,
): Promise<string[]> {
  const expected = expectRefusal(route.spec, standing, route.entry.needs?.(request.parts as never))
  if (expected === undefined && !isHarmless(route)) return []
  if (route.spec.may === 'anyone' && name !== 'nobody') return []
  const named = { ...headers, ...namingIt(route, target.workspace.slug) }
  const reply = await send(url, route.spec, request.parts, named, request.asEvents)
  const complain = (what: string) => `${route.name} as ${name}: ${what}`

  const isLetIn = expected === undefined && standing.role !== undefined
  const findings = canariesIn(reply, wordsThatMustNot(target, isLetIn, standing, route)).map((word) =>
    complain(`the reply holds ${word}`),
  )
  if (reply.status >= 500) findings.push(complain(`the server broke with ${reply.status}`))
  if (expected === undefined)
    return isRefusal(reply) ? [...findings, complain(`refused as ${reply.code}, though contract and policy allow it`)] : findings
  if (reply.code !== expected) return [...findings, complain(`${reply.status} ${reply.code} instead of ${expected}`)]
  if (expected !== 'workspace/not-found') return findings
  const absent = absentIds()
  const elsewhere = listRequests(route, absent)[request.index]!
  const nowhere = await send(
    url,
    route.spec,
    elsewhere.parts,
    { ...headers, ...namingIt(route, absent.slug) },
    elsewhere.asEvents,
  )
  return reply.comparable === nowhere.comparable
    ? findings
    : [...findings, complain('differs from a workspace that does not exist')]
}

/** Whoever is let in reads what is open; the operator sees whose workspaces there are, and never what is in them. */
function wordsThatMustNot(target: Side, isLetIn: boolean, { isOperator }: Standing, { spec }: MatrixRoute): string[] {
  const { canary, nameCanary, closedCanary } = target
  if (isLetIn) return [closedCanary]
  return isOperator && spec.may === 'operator' ? [canary, closedCanary] : [canary, closedCanary, nameCanary]
}

/** Whoever may read or ask changes nothing that the next request needs. */
const isHarmless = ({ spec, name }: MatrixRoute): boolean =>
  spec.method === 'GET' ||
  spec.may === 'anyone' ||
  ['answers.askQuestion', 'openai.createChatCompletion', 'mcp.sendMessage'].includes(name)

const isRefusal = ({ code }: Received): boolean =>
  code !== undefined &&
  (/^auth\/(required|forbidden|scope-missing|keys-not-allowed)$/.test(code) || code === 'workspace/suspended')

const namingIt = ({ spec }: MatrixRoute, slug: string): Record<string, string> =>
  spec.path.includes('{slug}') ? {} : { 'x-workspace-slug': slug }
