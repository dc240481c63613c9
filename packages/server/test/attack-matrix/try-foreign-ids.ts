import type { IdKind, Ids } from './entry.ts'
import { canariesIn, listRequests } from './requests.ts'
import type { MatrixRoute } from './routes.ts'
import { send } from './send.ts'
import { absentIds, type Side } from './side.ts'

export interface Attempt {
  readonly url: string
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
  /** The rest of the request is rightful: it names what is one's own. */
  readonly own: Ids
  /** What one may not reach, by kind. */
  readonly foreign: Partial<Readonly<Record<IdKind, readonly string[]>>>
  readonly canaries: readonly string[]
}

/** Puts what is foreign into each place where a route takes an id, and compares the reply with that to an id which nobody has. */
export async function tryForeignIds(attempt: Attempt, routes: readonly MatrixRoute[]): Promise<string[]> {
  const findings: string[] = []
  for (const route of routes)
    for (const kind of route.entry.names)
      for (const foreign of attempt.foreign[kind] ?? []) findings.push(...(await tryOne(attempt, route, kind, foreign)))
  return findings
}

async function tryOne(attempt: Attempt, route: MatrixRoute, kind: IdKind, foreign: string): Promise<string[]> {
  const { url, name, headers, own, canaries } = attempt
  const ask = async (id: string, index: number) => {
    const request = listRequests(route, { ...own, [kind]: id })[index]!
    return send(url, route.spec, request.parts, headers, request.asEvents)
  }
  const findings: string[] = []
  for (const { index } of listRequests(route, own)) {
    const complain = (what: string) => findings.push(`${route.name} as ${name}, with a foreign ${kind}: ${what}`)
    const [reply, absent] = [await ask(foreign, index), await ask(absentIds()[kind], index)]
    for (const word of canariesIn(reply, canaries)) complain(`the reply holds ${word}`)
    if (reply.status >= 500) complain(`the server broke with ${reply.status}`)
    if (reply.comparable !== absent.comparable)
      complain(`differs from an absent one:\n${reply.comparable}\n---\n${absent.comparable}`)
  }
  return findings
}

/** What a workspace has, as far as others may not reach it. The link of an invitation is for whoever has it, until it has ended. */
export function foreignIds({ ids }: Side): Attempt['foreign'] {
  const { slug: _, token, ...rest } = ids
  return { ...rest, token: token.slice(1) }
}
