import { randomBytes, randomUUID } from 'node:crypto'
import { contract, scopes } from '@brain-ai/contract'
import { createClient } from '@brain-ai/sdk'
import { password, type TestUser, type TestWorkspace, type World } from '../world.ts'
import { type IdKind, type Ids, idKinds } from './entry.ts'

type Words = Pick<Side, 'canary' | 'nameCanary' | 'closedCanary'>

/** A workspace with every kind of thing in it; wherever one can write something, the canary word stands. */
export interface Side {
  readonly workspace: TestWorkspace
  /** Stands in all that members wrote and that is for members only. Only letters, so that a search finds it. */
  readonly canary: string
  /** Stands in names and addresses of the workspace and its people, which the operator of the installation sees as well. */
  readonly nameCanary: string
  /** Stands in the closed collection only. */
  readonly closedCanary: string
  readonly owner: TestUser
  readonly admin: TestUser
  readonly member: TestUser
  readonly viewer: TestUser
  /** The only one who is named in the closed collection. */
  readonly reader: TestUser
  /** The first of each kind is the usual one. */
  readonly ids: Readonly<Record<IdKind, readonly string[]>>
  readonly own: Readonly<Record<'failed' | 'deleted' | 'spare' | 'closed', Ids>>
  /** Of the owner, with every scope. */
  readonly key: string
  /** What must stand nowhere but in the reply that told it. */
  readonly secrets: readonly string[]
}

/** @param word what its canaries begin with */
export async function makeSide(world: World, operator: TestUser, word: string): Promise<Side> {
  const words = { canary: `${word}text`, nameCanary: `${word}name`, closedCanary: `${word}shut` }
  const { canary } = words
  const workspace = await world.aWorkspace()
  const people = await makePeople(workspace, words.nameCanary)
  const documents = await makeDocuments(workspace, people.reader, words)
  const access = await makeAccess(workspace, operator, words)
  const { slug } = workspace
  const { owner, admin, member, viewer, reader, spare } = people
  await owner.client.call(contract.answers.askQuestion, { body: { question: `When does the harbour master of ${canary} open?` } })
  const ids = {
    slug: [slug],
    document: [documents.ready, documents.failed, documents.deleted, documents.closed],
    collection: [documents.handbook, documents.closedCollection],
    member: [member.userId, reader.userId],
    invitation: [access.invitation],
    key: [access.keyId],
    session: [access.session],
    token: [access.token, access.endedToken],
    mail: [access.mail],
  }
  const usual = Object.fromEntries(idKinds.map((kind) => [kind, ids[kind][0]!])) as Ids
  return {
    workspace,
    ...words,
    owner,
    admin,
    member,
    viewer,
    reader,
    ids,
    own: {
      failed: { ...usual, document: documents.failed },
      deleted: { ...usual, document: documents.deleted },
      closed: { ...usual, collection: documents.closedCollection },
      spare: {
        ...usual,
        document: documents.spare,
        collection: documents.empty,
        member: spare.userId,
        invitation: access.spareInvitation,
        key: access.spareKeyId,
        session: access.spareSession,
      },
    },
    key: access.key,
    secrets: [...access.secrets, ...Object.values(people).map(({ token }) => token), password],
  }
}

/** Ids that nobody has, of the same form. */
export function absentIds(): Ids {
  const slug = `w-${randomBytes(6).toString('hex')}`
  const token = randomBytes(32).toString('base64url')
  return { ...(Object.fromEntries(idKinds.map((kind) => [kind, randomUUID()])) as Ids), slug, token }
}

async function makePeople(workspace: TestWorkspace, nameCanary: string) {
  const owner: TestUser = { ...workspace.owner, userId: workspace.owner.id, token: workspace.token, client: workspace.client }
  const [admin, member, viewer, reader, spare] = [
    await workspace.addMember('admin'),
    await workspace.addMember('member'),
    await workspace.addMember('viewer'),
    await workspace.addMember('member'),
    await workspace.addMember('member'),
  ]
  for (const { client } of [owner, reader]) await client.call(contract.auth.updateMe, { body: { name: `Ms ${nameCanary}` } })
  return { owner, admin, member, viewer, reader, spare }
}

async function makeDocuments(workspace: TestWorkspace, reader: TestUser, { canary, closedCanary }: Words) {
  const { client } = workspace
  const store = async (by: TestUser['client'], given: { word: string; collection?: string; source?: string; nr: number }) => {
    const { word, nr, ...rest } = given
    const text = `# Harbour ${word} ${nr}\n\nThe harbour master of ${word} opens at ${nr}. Ask for ${word} at the gate.`
    const body = { title: `Harbour ${word}`, text, format: 'markdown' as const, ...rest }
    const { documents } = await by.call(contract.documents.importDocuments, { body })
    await workspace.settle()
    return documents[0]!.id
  }
  const handbook = (await client.call(contract.collections.createCollection, { body: { name: `Handbook ${canary}` } })).id
  const empty = (await client.call(contract.collections.createCollection, { body: { name: `Empty ${canary}` } })).id
  const source = `${canary}/handbook.md`
  await store(client, { word: canary, collection: handbook, source, nr: 8 })
  const ready = await store(client, { word: canary, collection: handbook, source, nr: 9 })
  const spare = await store(client, { word: canary, nr: 10 })
  const deleted = await store(client, { word: canary, nr: 11 })
  await client.call(contract.documents.deleteDocument, { params: { id: deleted } })
  const broken = new Blob([`%PDF-1.4 ${canary}`])
  const failed = (await client.upload([{ name: `${canary}.pdf`, content: broken }])).documents[0]!.id
  const named = { name: `Closed ${workspace.slug}`, access: 'members' as const }
  const closedCollection = (await reader.client.call(contract.collections.createCollection, { body: named })).id
  const closed = await store(reader.client, { word: closedCanary, collection: closedCollection, nr: 12 })
  return { handbook, empty, ready, spare, deleted, failed, closedCollection, closed }
}

async function makeAccess(workspace: TestWorkspace, operator: TestUser, { canary, nameCanary }: Words) {
  const { client, slug } = workspace
  const params = { slug }
  const rename = { name: `Harbour ${nameCanary}`, joinDomains: [`${nameCanary}.example`] }
  await client.call(contract.workspaces.updateWorkspace, { params, body: rename })
  const invite = (body: { email?: string; maxUses?: number }) =>
    client.call(contract.invitations.createInvitation, { params, body })
  const email = `guest@${nameCanary}.example`
  const mailed = await invite({ email })
  const linked = await invite({ maxUses: 50 })
  const spare = await invite({ email: `other@${nameCanary}.example` })
  const ended = await invite({ maxUses: 5 })
  await client.call(contract.invitations.revokeInvitation, { params: { ...params, id: ended.invitation.id } })
  const makeKey = (name: string) => client.call(contract.keys.createKey, { params, body: { name, scopes } })
  const [key, spareKey] = [await makeKey(`Nightly ${canary}`), await makeKey(`Old ${canary}`)]
  const again = await createClient({ baseUrl: client.urlOf(contract.auth.getMe).replace(contract.auth.getMe.path, '') }).call(
    contract.auth.signIn,
    { body: { email: workspace.owner.email, password } },
  )
  const { sessions } = await client.call(contract.auth.listSessions)
  const { mails } = await operator.client.call(contract.instance.listMails, { query: { q: email } })
  const tokens = [mailed, linked, spare, ended].map(({ link }) => /([\w-]{20,})$/.exec(link)![1]!)
  return {
    invitation: mailed.invitation.id,
    spareInvitation: spare.invitation.id,
    token: tokens[1]!,
    endedToken: tokens[3]!,
    key: key.key,
    keyId: key.apiKey.id,
    spareKeyId: spareKey.apiKey.id,
    session: sessions.find(({ isCurrent }) => isCurrent)!.id,
    spareSession: sessions.find(({ isCurrent }) => !isCurrent)!.id,
    mail: mails[0]!.id,
    secrets: [...tokens, key.key, spareKey.key, again.token],
  }
}
