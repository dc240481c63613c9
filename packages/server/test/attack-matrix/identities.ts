import { contract, type Permission, type Role, scopes } from '@brain-ai/contract'
import { addMember } from '../../src/features/workspaces/workspace-store.ts'
import type { TestUser, World } from '../world.ts'
import type { Standing } from './expect-refusal.ts'
import type { Side } from './side.ts'

/** Somebody who asks, and what they are in the workspace that they name. */
export interface Identity {
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
  readonly standing: Standing
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const somebody = (name: string, { token }: { token: string }, standing: Omit<Standing, 'isSignedIn'> = {}): Identity => ({
  name,
  headers: bearer(token),
  standing: { isSignedIn: true, ...standing },
})
const nobody = (name: string, headers: Record<string, string>): Identity => ({ name, headers, standing: { isSignedIn: false } })

/** Makes a user of one workspace a member of another as well. */
export async function join(world: World, { userId }: { userId: string }, { workspace }: Side, role: Role): Promise<void> {
  const { app } = world.server
  await app.database.asSystem((db) => addMember({ query: db.query, workspaceId: workspace.id }, app.now(), { userId, role }))
}

/** Everyone who has no business in their workspace. */
export async function listOutsiders(world: World, ours: Side, theirs: Side, operator: TestUser): Promise<Identity[]> {
  const removed = await theirs.workspace.addMember('admin')
  const params = { slug: theirs.workspace.slug }
  const removedKey = await makeKey(removed, params.slug, ['documents.read'])
  await theirs.owner.client.call(contract.members.removeMember, { params: { ...params, userId: removed.userId } })
  return [
    somebody('the owner of another workspace', ours.owner),
    somebody('somebody without a workspace', await world.aUser()),
    somebody('a removed member', removed),
    somebody('the operator of the installation', operator, { isOperator: true }),
    somebody('the API key of another workspace', { token: await keyOfDouble(world, ours, theirs) }, { scopes: [] }),
    nobody('nobody', {}),
    nobody('a made-up session', bearer('x'.repeat(32))),
    nobody('an expired session', bearer(await expiredSession(world, theirs))),
    nobody('a session that was ended', bearer(await endedSession(theirs))),
    nobody('a disabled account', bearer((await disabledUser(theirs, operator)).token)),
    nobody('the API key of a removed member', bearer(removedKey)),
    nobody('a revoked API key', bearer(await revokedKey(theirs))),
    nobody('an expired API key', bearer(await expiredKey(world, theirs))),
  ]
}

/** Those who belong to it, and may do less than its owner. */
export async function listInsiders(theirs: Side): Promise<Identity[]> {
  const { owner, viewer, workspace } = theirs
  const oneScope = { token: await makeKey(owner, workspace.slug, ['members.read']) }
  return [
    somebody('a viewer', viewer, { role: 'viewer' }),
    somebody('an API key with every scope', { token: theirs.key }, { role: 'owner', scopes }),
    somebody('an API key with one scope', oneScope, { role: 'owner', scopes: ['members.read'] }),
  ]
}

/** Those who could do everything, while the workspace is suspended. */
export const listSuspended = ({ owner, key }: Side): Identity[] => [
  somebody('the owner of a suspended workspace', owner, { role: 'owner', isSuspended: true }),
  somebody('an API key of a suspended workspace', { token: key }, { role: 'owner', scopes, isSuspended: true }),
]

async function makeKey({ client }: TestUser, slug: string, given: Permission[]): Promise<string> {
  const body = { name: 'Made for the matrix', scopes: given }
  return (await client.call(contract.keys.createKey, { params: { slug }, body })).key
}

/** A key of somebody who is an owner in both workspaces: the key still opens one only. */
async function keyOfDouble(world: World, ours: Side, theirs: Side): Promise<string> {
  const double = await ours.workspace.addMember('owner')
  await join(world, double, theirs, 'owner')
  return makeKey(double, ours.workspace.slug, ['documents.read', 'workspace.read'])
}

async function expiredSession(world: World, { workspace }: Side): Promise<string> {
  const { userId, token } = await workspace.addMember('owner')
  await world.server.app.database.asSystem((db) =>
    db.query
      .updateTable('sessions')
      .set({ expires_at: new Date(0) })
      .where('user_id', '=', userId)
      .execute(),
  )
  return token
}

async function endedSession({ workspace }: Side): Promise<string> {
  const { client, token } = await workspace.addMember('owner')
  await client.call(contract.auth.signOut)
  return token
}

async function disabledUser({ workspace }: Side, operator: TestUser): Promise<TestUser> {
  const user = await workspace.addMember('owner')
  await user.client.call(contract.auth.getMe)
  const change = { params: { id: user.userId }, body: { isDisabled: true } }
  await operator.client.call(contract.instance.changeUser, change)
  return user
}

async function revokedKey({ workspace, owner }: Side): Promise<string> {
  const params = { slug: workspace.slug }
  const body = { name: 'Revoked', scopes: ['documents.read' as const] }
  const { key, apiKey } = await owner.client.call(contract.keys.createKey, { params, body })
  await owner.client.call(contract.keys.revokeKey, { params: { ...params, id: apiKey.id } })
  return key
}

async function expiredKey(world: World, { workspace, owner }: Side): Promise<string> {
  const key = await makeKey(owner, workspace.slug, ['documents.read'])
  const id = /^brain_([0-9a-f]{32})_/.exec(key)![1]!
  await world.server.app.database.transact(workspace.id, (db) =>
    db.query
      .updateTable('api_keys')
      .set({ expires_at: new Date(0) })
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', id)
      .execute(),
  )
  return key
}
