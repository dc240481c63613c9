import { type ApiKeyView, contract, type InvitationView, scopes } from '@brain-ai/contract'
import { createClient } from '@brain-ai/sdk'
import { password, type TestUser, type TestWorkspace } from '../world.ts'
import { send } from './send.ts'
import type { Words } from './side.ts'

/** Who may do what, and who may come: people of every role, invitations, API keys, sessions and a mail. */
export async function makeAccess(url: string, workspace: TestWorkspace, operator: TestUser, words: Words) {
  const { client, slug, token } = workspace
  const params = { slug }
  const { canary, nameCanary } = words
  const rename = { name: `Harbour ${nameCanary}`, joinDomains: [`${nameCanary}.example`] }
  await client.call(contract.workspaces.updateWorkspace, { params, body: rename })

  // With an idempotency key: what is kept for a repeated request must not be the secret that it told.
  const tell = async <T>(route: typeof contract.keys.createKey | typeof contract.invitations.createInvitation, body: object) => {
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': crypto.randomUUID() }
    const { text } = await send(url, route, { params, body } as never, headers)
    return JSON.parse(text.slice(text.indexOf('\n\n'))) as T
  }
  const invite = async (body: { email?: string; maxUses?: number }) => {
    const made = await tell<{ invitation: InvitationView; link: string }>(contract.invitations.createInvitation, body)
    return { id: made.invitation.id, token: /([\w-]{20,})$/.exec(made.link)![1]! }
  }
  const makeKey = (name: string) =>
    tell<{ key: string; apiKey: ApiKeyView }>(contract.keys.createKey, { name: `${name} ${canary}`, scopes })

  const email = `guest@${nameCanary}.example`
  const [mailed, linked] = [await invite({ email }), await invite({ maxUses: 50 })]
  const [spare, ended] = [await invite({ email: `other@${nameCanary}.example` }), await invite({ maxUses: 5 })]
  await client.call(contract.invitations.revokeInvitation, { params: { ...params, id: ended.id } })
  const [key, spareKey] = [await makeKey('Nightly'), await makeKey('Old')]
  const again = await createClient({ baseUrl: url }).call(contract.auth.signIn, {
    body: { email: workspace.owner.email, password },
  })
  const { sessions } = await client.call(contract.auth.listSessions)
  const { mails } = await operator.client.call(contract.instance.listMails, { query: { q: email } })
  return {
    invitation: mailed.id,
    spareInvitation: spare.id,
    /** The first opens something, the second did. */
    tokens: [linked.token, ended.token],
    key: key.key,
    keyId: key.apiKey.id,
    spareKeyId: spareKey.apiKey.id,
    session: sessions.find(({ isCurrent }) => isCurrent)!.id,
    spareSession: sessions.find(({ isCurrent }) => !isCurrent)!.id,
    mail: mails[0]!.id,
    secrets: [...[mailed, linked, spare, ended].map(({ token }) => token), key.key, spareKey.key, again.token],
  }
}

export async function makePeople(workspace: TestWorkspace, { nameCanary }: Words) {
  const owner: TestUser = { ...workspace.owner, userId: workspace.owner.id, token: workspace.token, client: workspace.client }
  const admin = await workspace.addMember('admin')
  const member = await workspace.addMember('member')
  const viewer = await workspace.addMember('viewer')
  const reader = await workspace.addMember('member')
  const spare = await workspace.addMember('member')
  for (const { client } of [owner, reader]) await client.call(contract.auth.updateMe, { body: { name: `Ms ${nameCanary}` } })
  return { owner, admin, member, viewer, reader, spare }
}
