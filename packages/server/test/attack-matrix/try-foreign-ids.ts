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
  /** Of the server so far: what is foreign must not cost another number of them than what is absent. */
  readonly statements: () => number
  /** Empties the cache of the server: what was asked before would cost less than what nobody can have asked. */
  readonly forget: () => Promise<void>
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
  const { url, name, headers, own, canaries, statements, forget } = attempt
  const ask = async (id: string, index: number) => {
    const request = listRequests(route, { ...own, [kind]: id })[index]!
    await forget()
    const before = statements()
    const reply = await send(url, route.spec, request.parts, headers, request.asEvents)
    return { reply, cost: statements() - before }
  }
  const findings: string[] = []
  for (const { index, asEvents } of listRequests(route, own)) {
    const complain = (what: string) => findings.push(`${route.name} as ${name}, with a foreign ${kind}: ${what}`)
    const { reply, cost } = await ask(foreign, index)
    const absent = await ask(absentIds()[kind], index)
    for (const word of canariesIn(reply, canaries)) complain(`the reply holds ${word}`)
    if (reply.status >= 500) complain(`the server broke with ${reply.status}`)
    if (reply.comparable !== absent.reply.comparable)
      complain(`differs from an absent one:\n${reply.comparable}\n---\n${absent.reply.comparable}`)
    else if (
      !goesOnBehind(route, asEvents) &&
      cost !== absent.cost &&
      !(await costsTheSame(
        () => ask(foreign, index),
        () => ask(absentIds()[kind], index),
      ))
    )
      complain('takes another number of statements than an absent one')
  }
  return findings
}

/** An answer is made behind a reply that does not wait for it; as events it is counted to its end. */
const goesOnBehind = ({ spec }: MatrixRoute, asEvents: boolean): boolean =>
  spec.status === 202 && spec.events !== undefined && !asEvents

/**
 * Background work adds statements to some requests, and a statement that nobody waits for is counted with the request after: what most
 * requests take is what one takes.
 */
async function costsTheSame(one: () => Promise<{ cost: number }>, other: () => Promise<{ cost: number }>): Promise<boolean> {
  const costs: number[] = []
  const costsOfOther: number[] = []
  while (costs.length < 15) {
    costs.push((await one()).cost)
    costsOfOther.push((await other()).cost)
    if (medianOf(costs) === medianOf(costsOfOther)) return true
  }
  return false
}

const medianOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

/** What a workspace has, as far as others may not reach it. The link of an invitation is for whoever has it, until it has ended. */
export function foreignIds({ ids }: Side): Attempt['foreign'] {
  const { slug: _, token, ...rest } = ids
  return { ...rest, token: token.slice(1) }
}
