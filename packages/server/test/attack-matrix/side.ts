import { randomBytes, randomUUID } from 'node:crypto'
import { password, type TestUser, type TestWorkspace, type World } from '../world.ts'
import { type IdKind, type Ids, idKinds, type Things } from './entry.ts'
import { makeAccess, makePeople } from './side-access.ts'
import { makeAnswers } from './side-answers.ts'
import { makeDocuments } from './side-documents.ts'
import { makeEvaluation } from './side-evaluation.ts'
import { makeModels } from './side-models.ts'

/** The words by which a workspace's own is told wherever it turns up. Only letters, so that a search finds them. */
export interface Words {
  /** Stands in all that members wrote and that is for members only. */
  readonly canary: string
  /** Stands in names and addresses of the workspace and its people, which the operator of the installation sees as well. */
  readonly nameCanary: string
  /** Stands in the closed collection only. */
  readonly closedCanary: string
}

/** A workspace with every kind of thing in it. */
export interface Side extends Words {
  readonly workspace: TestWorkspace
  readonly owner: TestUser
  readonly admin: TestUser
  readonly member: TestUser
  readonly viewer: TestUser
  /** The only one who is named in the closed collection. */
  readonly reader: TestUser
  /** All ids by kind; the first is the usual one. */
  readonly ids: Readonly<Record<IdKind, readonly string[]>>
  readonly usual: Ids
  readonly own: Readonly<Record<Things, Ids>>
  readonly closed: { readonly document: string; readonly collection: string; readonly evaluationQuestion: string }
  /** An API key of the owner, with every scope. */
  readonly key: string
  /** What must stand nowhere but in the reply that told it. */
  readonly secrets: readonly string[]
}

/** @param word what its canaries begin with */
export async function makeSide(world: World, operator: TestUser, word: string): Promise<Side> {
  const words = { canary: `${word}text`, nameCanary: `${word}name`, closedCanary: `${word}shut` }
  const workspace = await world.aWorkspace()
  const people = await makePeople(workspace, words)
  const documents = await makeDocuments(workspace, people.reader, words)
  const evaluation = await makeEvaluation(workspace, people.reader, documents, words)
  const access = await makeAccess(world.url, workspace, operator, words)
  const models = await makeModels(workspace, words)
  const answers = await makeAnswers(workspace, words)

  const ids = {
    slug: [workspace.slug],
    document: [documents.ready, documents.failed, documents.deleted, documents.closed],
    collection: [documents.handbook, documents.closedCollection],
    member: [people.member.userId, people.reader.userId],
    invitation: [access.invitation],
    key: [access.keyId],
    session: [access.session],
    token: access.tokens,
    mail: [access.mail],
    provider: [models.provider],
    ...answers.ids,
    evaluationSet: [evaluation.set],
    evaluationQuestion: [evaluation.question, evaluation.closedQuestion],
    evaluationRun: [evaluation.run],
  }
  const usual = Object.fromEntries(idKinds.map((kind) => [kind, ids[kind][0]!])) as Ids
  const spare = { document: documents.spare, collection: documents.shelf, member: people.spare.userId, ...answers.spare }
  return {
    ...words,
    ...people,
    workspace,
    ids,
    usual,
    own: {
      failed: { ...usual, document: documents.failed },
      deleted: { ...usual, document: documents.deleted },
      empty: { ...usual, collection: documents.empty, evaluationSet: evaluation.emptySet },
      measured: { ...usual, ...evaluation.spare },
      closed: { ...usual, collection: documents.closedCollection },
      spare: {
        ...usual,
        ...spare,
        invitation: access.spareInvitation,
        key: access.spareKeyId,
        session: access.spareSession,
        provider: models.spareProvider,
        ...evaluation.spare,
      },
    },
    closed: { document: documents.closed, collection: documents.closedCollection, evaluationQuestion: evaluation.closedQuestion },
    key: access.key,
    secrets: [...access.secrets, ...models.secrets, ...Object.values(people).map(({ token }) => token), password],
  }
}

/** Ids that nobody has, of the same form. */
export function absentIds(): Ids {
  const slug = `w-${randomBytes(6).toString('hex')}`
  const token = randomBytes(32).toString('base64url')
  return { ...(Object.fromEntries(idKinds.map((kind) => [kind, randomUUID()])) as Ids), slug, token }
}
