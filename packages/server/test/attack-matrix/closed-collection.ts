import type { MatrixRoute } from './routes.ts'
import type { Side } from './side.ts'
import { type Attempt, tryForeignIds } from './try-foreign-ids.ts'

/**
 * Members of the same workspace who are not named in its closed collection, against what is in there: on every route that reads
 * or writes documents. Owners and admins manage collections, so for them it is only what is in it that must not show.
 */
export async function tryClosedCollection(
  { url, statements, forget }: Pick<Attempt, 'url' | 'statements' | 'forget'>,
  side: Side,
  routes: readonly MatrixRoute[],
): Promise<string[]> {
  const { owner, admin, member, viewer, key, own, closed, closedCanary, workspace } = side
  const people = [
    { name: 'a member who is not named', token: member.token, manages: false },
    { name: 'a viewer', token: viewer.token, manages: false },
    { name: 'an admin who is not named', token: admin.token, manages: true },
    { name: 'the owner who is not named', token: owner.token, manages: true },
    { name: 'the API key of an owner who is not named', token: key, manages: true },
  ]
  const ofDocuments = routes.filter(({ name }) => /^(documents|collections|retrieval|answers|evaluation|openai|mcp)\./.test(name))
  const findings: string[] = []
  for (const { name, token, manages } of people) {
    const headers = { authorization: `Bearer ${token}`, 'x-workspace-slug': workspace.slug }
    const attempt = { url, statements, forget, name, headers, own: own.spare, canaries: [closedCanary] }
    findings.push(
      ...(await tryForeignIds(
        { ...attempt, foreign: { document: [closed.document], evaluationQuestion: [closed.evaluationQuestion] } },
        ofDocuments,
      )),
    )
    const reached = ofDocuments.filter((route) => !manages || !route.name.startsWith('collections.'))
    findings.push(...(await tryForeignIds({ ...attempt, foreign: { collection: [closed.collection] } }, reached)))
  }
  return findings
}
