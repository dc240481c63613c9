import type { MatrixRoute } from './routes.ts'
import type { Side } from './side.ts'
import { type Attempt, tryForeignIds } from './try-foreign-ids.ts'

/** Members of the same workspace against the conversations, answers and test runs of its owner, which are theirs alone. */
export async function tryPrivate(
  { url, statements, forget }: Pick<Attempt, 'url' | 'statements' | 'forget'>,
  side: Side,
  routes: readonly MatrixRoute[],
): Promise<string[]> {
  const { admin, member, viewer, own, usual, workspace } = side
  const foreign = { conversation: [usual.conversation], message: [usual.message], run: [usual.run], testRun: [usual.testRun] }
  const ofAnswers = routes.filter(({ name }) => /^(agents|answers|conversations)\./.test(name))
  const findings: string[] = []
  for (const [name, { token }] of Object.entries({ admin, member, viewer })) {
    const headers = { authorization: `Bearer ${token}`, 'x-workspace-slug': workspace.slug }
    findings.push(
      ...(await tryForeignIds({ url, statements, forget, name, headers, own: own.spare, foreign, canaries: [] }, ofAnswers)),
    )
  }
  return findings
}
