import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract, type InvitableRole, type UsageMetric } from '@brain-ai/contract'
import { createClient } from '@brain-ai/sdk'
import { joinByDomain } from '../src/features/workspaces/invitations/join-workspace.ts'
import { until } from './job-world.ts'
import { requestRaw } from './raw-request.ts'
import { password, startWorld, type TestUser, type TestWorkspace } from './world.ts'

const world = await startWorld()
const { app } = world.server
const { invitations } = contract
const nobody = createClient({ baseUrl: world.url })
let people = 0
const anAddress = (domain = 'invited.example') => `person-${process.pid}-${++people}@${domain}`

interface Wish {
  email?: string
  role?: InvitableRole
  maxUses?: number
  expiresInDays?: number
}

async function invite(by: Pick<TestUser, 'client'>, { slug }: TestWorkspace, wish: Wish = {}) {
  const { invitation, link } = await by.client.call(invitations.createInvitation, { params: { slug }, body: wish })
  return { invitation, link, token: tokenOf(link) }
}

const tokenOf = (link: string): string => {
  const match = /^http:\/\/localhost:\d+\/invitation\/([A-Za-z0-9_-]{43})$/.exec(link)
  assert.ok(match, link)
  return match[1]!
}

const accept = (user: Pick<TestUser, 'client'>, token: string) =>
  user.client.call(invitations.acceptInvitation, { params: { token } })

const signUp = (token: string, body: { name?: string; email?: string } = {}) =>
  nobody.call(invitations.signUpInvited, { params: { token }, body: { name: 'Invited', password, ...body } })

const list = async ({ client, slug }: TestWorkspace) =>
  (await client.call(invitations.listInvitations, { params: { slug } })).invitations

const membersOf = async ({ client, slug }: TestWorkspace) =>
  (await client.call(contract.members.listMembers, { params: { slug } })).members

const change = (id: string, values: Record<string, unknown>) =>
  app.database.asSystem((db) => db.query.updateTable('workspaces').set(values).where('id', '=', id).execute())

const limit = (id: string, limits: Partial<Record<UsageMetric, number>>) => change(id, { limits: JSON.stringify(limits) })

const mailsTo = (address: string) =>
  app.database.asSystem((db) =>
    db.query
      .selectFrom('mails')
      .select(['text', 'subject'])
      .where('to_address', '=', address)
      .orderBy('created_at')
      .orderBy('id')
      .execute(),
  )

test('an invited person makes an account with the link, is signed in, and is a member in the role that was offered', async () => {
  const workspace = await world.aWorkspace()
  const email = anAddress()
  const { token, invitation } = await invite(workspace, workspace, { email: email.toUpperCase(), role: 'viewer', maxUses: 9 })
  assert.deepEqual(
    [invitation.email, invitation.role, invitation.state, invitation.maxUses, invitation.invitedBy],
    [email, 'viewer', 'open', 1, 'owner'],
  )
  const offer = await nobody.call(invitations.getInvitation, { params: { token } })
  assert.deepEqual(offer, {
    workspace: { name: workspace.slug, slug: workspace.slug },
    role: 'viewer',
    email,
    invitedBy: 'owner',
    expiresAt: invitation.expiresAt,
    hasAccount: false,
  })
  const reply = await fetch(`${world.url}/api/invitations/${token}/sign-up`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Ida', password, language: 'de' }),
  })
  assert.equal(reply.status, 201)
  const me = (await reply.json()) as { user: { email: string }; workspaces: { slug: string; role: string }[] }
  assert.equal(me.user.email, email)
  assert.deepEqual(
    me.workspaces.map(({ slug, role }) => [slug, role]),
    [[workspace.slug, 'viewer']],
  )
  const cookie = reply.headers.getSetCookie().map((one) => one.split(';')[0])
  const again = await fetch(`${world.url}/api/me`, { headers: { cookie: cookie.join('; ') } })
  assert.equal(((await again.json()) as typeof me).user.email, email)
  assert.deepEqual(await list(workspace), [])
  const verified = await app.database.asSystem((db) =>
    db.query.selectFrom('users').select('email_verified').where('email', '=', email).executeTakeFirst(),
  )
  assert.deepEqual(verified, { email_verified: false })
})

test('the mail brings the link, in the language of its reader, and the link is kept nowhere else', async () => {
  const workspace = await world.aWorkspace()
  await change(workspace.id, { language: 'de' })
  const email = anAddress()
  const { link, token } = await invite(workspace, workspace, { email })
  const [mail] = await mailsTo(email)
  assert.ok(mail?.text?.includes(link))
  assert.match(mail?.subject ?? '', /lädt Sie/)
  const [kept] = await list(workspace)
  assert.ok(['waiting', 'kept'].includes(kept!.mail), kept!.mail)
  const row = await workspace.transact((db) =>
    db.query.selectFrom('invitations').selectAll().where('workspace_id', '=', db.workspaceId).execute(),
  )
  assert.ok(!JSON.stringify([row, await list(workspace)]).includes(token))
  assert.ok(!world.logLines.join('\n').includes(token))
})

test('whoever is signed in with the address joins with one click, and a second click changes nothing', async () => {
  const workspace = await world.aWorkspace()
  const guest = await world.aUser()
  const { token } = await invite(workspace, workspace, { email: guest.email, role: 'admin' })
  assert.equal((await nobody.call(invitations.getInvitation, { params: { token } })).hasAccount, true)
  const me = await accept(guest, token)
  assert.deepEqual(
    me.workspaces.map(({ slug, role }) => [slug, role]),
    [[workspace.slug, 'admin']],
  )
  assert.deepEqual(await accept(guest, token), me)
  assert.equal((await membersOf(workspace)).length, 2)
  await assert.rejects(nobody.call(invitations.getInvitation, { params: { token } }), { code: 'invitation/not-found' })
})

test('twenty clicks at once join once and use a link once', async () => {
  const workspace = await world.aWorkspace()
  const guest = await world.aUser()
  const { token } = await invite(workspace, workspace, { maxUses: 5 })
  await Promise.all(Array.from({ length: 20 }, () => accept(guest, token)))
  assert.equal((await membersOf(workspace)).length, 2)
  assert.deepEqual(
    (await list(workspace)).map(({ uses, state }) => [uses, state]),
    [[1, 'open']],
  )
})

test('an invitation of an address is for nobody else', async () => {
  const workspace = await world.aWorkspace()
  const other = await world.aUser()
  const { token } = await invite(workspace, workspace, { email: anAddress() })
  await assert.rejects(accept(other, token), { code: 'invitation/other-address' })
  await assert.rejects(signUp(token, { email: anAddress() }), { code: 'invitation/other-address' })
  assert.equal((await list(workspace))[0]?.uses, 0)
  assert.equal((await membersOf(workspace)).length, 1)
})

test('a link for several people needs an address to sign up, and ends when it is used up', async () => {
  const workspace = await world.aWorkspace()
  const { token } = await invite(workspace, workspace, { maxUses: 2 })
  await assert.rejects(signUp(token), { code: 'request/invalid' })
  const email = anAddress()
  assert.equal((await signUp(token, { email: email.toUpperCase() })).user.email, email)
  await assert.rejects(signUp(token, { email }), { code: 'invitation/sign-in-first' })
  await accept(await world.aUser(), token)
  await assert.rejects(accept(await world.aUser(), token), { code: 'invitation/not-found' })
  await assert.rejects(signUp(token, { email: anAddress() }), { code: 'invitation/not-found' })
  assert.deepEqual(
    (await list(workspace)).map(({ uses, state, mail }) => [uses, state, mail]),
    [[2, 'used-up', 'none']],
  )
})

test('of ten people at once a link for three takes in three', async () => {
  const workspace = await world.aWorkspace()
  const { token } = await invite(workspace, workspace, { maxUses: 3 })
  const guests = await Array.fromAsync({ length: 10 }, () => world.aUser())
  const results = await Promise.allSettled(guests.map((guest) => accept(guest, token)))
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 3)
  assert.equal((await membersOf(workspace)).length, 4)
})

test('with room for five members, ten who accept at once fill it exactly, and nobody else uses the link up', async () => {
  const workspace = await world.aWorkspace()
  await limit(workspace.id, { users: 5 })
  const { token } = await invite(workspace, workspace, { maxUses: 100 })
  const guests = await Array.fromAsync({ length: 10 }, () => world.aUser())
  const results = await Promise.allSettled(guests.map((guest) => accept(guest, token)))
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as { code: string }] : []))
  assert.equal(refused.length, 6)
  assert.ok(refused.every(({ code }) => code === 'limit/reached'))
  assert.equal((await membersOf(workspace)).length, 5)
  assert.equal((await list(workspace))[0]?.uses, 4)
  await assert.rejects(signUp(token, { email: 'no-room@invited.example' }), { code: 'limit/reached' })
  const account = await app.database.asSystem((db) =>
    db.query.selectFrom('users').select('id').where('email', '=', 'no-room@invited.example').execute(),
  )
  assert.deepEqual(account, [])
})

test('unknown, revoked, expired and used-up links, and those of closed and suspended workspaces, all look the same', async () => {
  const [workspace, closed, suspended] = [await world.aWorkspace(), await world.aWorkspace(), await world.aWorkspace()]
  const guest = await world.aUser()
  const [revoked, expired, usedUp] = [
    await invite(workspace, workspace),
    await invite(workspace, workspace),
    await invite(workspace, workspace),
  ]
  await workspace.client.call(invitations.revokeInvitation, { params: { slug: workspace.slug, id: revoked.invitation.id } })
  await workspace.transact((db) =>
    db.query
      .updateTable('invitations')
      .set({ expires_at: new Date(Date.now() - 1000) })
      .where('workspace_id', '=', db.workspaceId)
      .where('id', '=', expired.invitation.id)
      .execute(),
  )
  await accept(await world.aUser(), usedUp.token)
  const ofClosed = await invite(closed, closed)
  await change(closed.id, { status: 'cancelled' })
  const ofSuspended = await invite(suspended, suspended)
  await change(suspended.id, { status: 'suspended' })
  assert.deepEqual((await list(workspace)).map(({ state }) => state).sort(), ['expired', 'used-up'])

  const dead = [revoked, expired, usedUp, ofClosed, ofSuspended].map(({ token }) => token)
  for (const { route, body } of [
    { route: invitations.getInvitation, body: undefined },
    { route: invitations.acceptInvitation, body: undefined },
    { route: invitations.signUpInvited, body: { name: 'A', email: anAddress(), password } },
  ]) {
    const ask = (token: string) => requestRaw(world.url, guest.token, route, { params: { token }, ...(body && { body }) })
    const absent = await ask('x'.repeat(43))
    assert.deepEqual([absent.status, (absent.body as { code: string }).code], [404, 'invitation/not-found'])
    for (const token of dead) assert.deepEqual(await ask(token), absent, route.path)
  }
  assert.deepEqual((await guest.client.call(contract.auth.getMe)).workspaces, [])
})

test('members and viewers invite nobody and see no invitations; admins do, admins too', async () => {
  const workspace = await world.aWorkspace()
  const { slug } = workspace
  const admin = await workspace.addMember('admin')
  const { invitation } = await invite(admin, workspace, { role: 'admin' })
  assert.equal(invitation.invitedBy, 'admin')
  for (const role of ['member', 'viewer'] as const) {
    const { client } = await workspace.addMember(role)
    const params = { slug, id: invitation.id }
    for (const call of [
      () => client.call(invitations.listInvitations, { params: { slug } }),
      () => client.call(invitations.createInvitation, { params: { slug }, body: {} }),
      () => client.call(invitations.renewInvitation, { params }),
      () => client.call(invitations.revokeInvitation, { params }),
    ])
      await assert.rejects(call, { code: 'auth/forbidden' })
  }
  const asOwner = await requestRaw(world.url, workspace.token, invitations.createInvitation, {
    params: { slug },
    body: { role: 'owner' },
  })
  assert.equal(asOwner.status, 400)
})

test('invitations of others are not listed, renewed or revoked', async () => {
  const [ours, theirs] = [await world.aWorkspace(), await world.aWorkspace()]
  const { invitation, token } = await invite(theirs, theirs)
  for (const route of [invitations.renewInvitation, invitations.revokeInvitation]) {
    const ask = (slug: string, id: string) => requestRaw(world.url, ours.token, route, { params: { slug, id } })
    const foreign = await ask(ours.slug, invitation.id)
    assert.equal(foreign.status, 404)
    assert.deepEqual(foreign, await ask(ours.slug, crypto.randomUUID()))
    assert.equal((await ask(theirs.slug, invitation.id)).status, 404)
  }
  assert.deepEqual(await list(ours), [])
  assert.equal((await nobody.call(invitations.getInvitation, { params: { token } })).workspace.slug, theirs.slug)
})

test('a second invitation of an address replaces the first, and a member is not invited again', async () => {
  const workspace = await world.aWorkspace()
  const email = anAddress()
  const first = await invite(workspace, workspace, { email, role: 'admin' })
  const second = await invite(workspace, workspace, { email, role: 'viewer' })
  assert.deepEqual(
    (await list(workspace)).map(({ id, role }) => [id, role]),
    [[second.invitation.id, 'viewer']],
  )
  await assert.rejects(signUp(first.token), { code: 'invitation/not-found' })
  await signUp(second.token)
  await assert.rejects(invite(workspace, workspace, { email: email.toUpperCase() }), { code: 'member/present' })
  const together = anAddress()
  await Promise.all(Array.from({ length: 8 }, () => invite(workspace, workspace, { email: together })))
  assert.deepEqual(
    (await list(workspace)).map((one) => one.email),
    [together],
  )
})

test('a renewed invitation has another link and another mail, and the older link ends', async () => {
  const workspace = await world.aWorkspace()
  const email = anAddress()
  const { token, invitation } = await invite(workspace, workspace, { email, expiresInDays: 1 })
  const params = { slug: workspace.slug, id: invitation.id }
  const renewed = await workspace.client.call(invitations.renewInvitation, { params })
  assert.ok(renewed.invitation.expiresAt > invitation.expiresAt)
  await assert.rejects(signUp(token), { code: 'invitation/not-found' })
  const mails = await mailsTo(email)
  assert.equal(mails.length, 2)
  assert.ok(mails[1]?.text?.includes(renewed.link))
  await signUp(tokenOf(renewed.link))
  await assert.rejects(workspace.client.call(invitations.renewInvitation, { params }), { code: 'member/present' })
})

test('who is removed does not come back through a link that they made or were sent', async () => {
  const workspace = await world.aWorkspace()
  const admin = await workspace.addMember('admin')
  const own = await invite(admin, workspace, { role: 'admin', maxUses: 9 })
  const sent = await invite(workspace, workspace, { maxUses: 9 })
  const guest = await world.aUser()
  const toGuest = await invite(workspace, workspace, { email: guest.email })
  await accept(guest, sent.token)
  assert.ok(!(await list(workspace)).some(({ email }) => email === guest.email))
  const remove = (userId: string) =>
    workspace.client.call(contract.members.removeMember, { params: { slug: workspace.slug, userId } })
  await remove(admin.userId)
  await remove(guest.userId)
  await assert.rejects(accept(admin, own.token), { code: 'invitation/not-found' })
  await assert.rejects(accept(guest, toGuest.token), { code: 'invitation/not-found' })
})

test('an admin who becomes a member loses the invitations they made', async () => {
  const workspace = await world.aWorkspace()
  const admin = await workspace.addMember('admin')
  const { token } = await invite(admin, workspace, { role: 'admin' })
  await workspace.client.call(contract.members.updateMember, {
    params: { slug: workspace.slug, userId: admin.userId },
    body: { role: 'member' },
  })
  await assert.rejects(accept(await world.aUser(), token), { code: 'invitation/not-found' })
})

test('two who sign up with one address at once make one account', async () => {
  const workspace = await world.aWorkspace()
  const { token } = await invite(workspace, workspace, { maxUses: 9 })
  const email = anAddress()
  const results = await Promise.allSettled(Array.from({ length: 4 }, () => signUp(token, { email })))
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const result of results)
    if (result.status === 'rejected') assert.equal((result.reason as { code: string }).code, 'invitation/sign-in-first')
  assert.equal((await membersOf(workspace)).length, 2)
  assert.equal((await list(workspace))[0]?.uses, 1)
})

test('where only a provider signs people in, nobody makes an account with a password', async () => {
  const strict = await startWorld({
    BRAIN_OIDC_ISSUER: 'http://127.0.0.1:9',
    BRAIN_OIDC_CLIENT_ID: 'brain',
    BRAIN_OIDC_CLIENT_SECRET: 'secret',
    BRAIN_OIDC_NAME: 'Acme',
    BRAIN_OIDC_ONLY: 'true',
  })
  const operator = await strict.aUser({ isOperator: true })
  const { slug } = await operator.client.call(contract.workspaces.createWorkspace, { body: { name: 'Strict' } })
  const { link } = await operator.client.call(invitations.createInvitation, { params: { slug }, body: {} })
  const params = { token: tokenOf(link) }
  const body = { name: 'A', email: anAddress(), password }
  await assert.rejects(createClient({ baseUrl: strict.url }).call(invitations.signUpInvited, { params, body }), {
    code: 'auth/forbidden',
  })
  const { members } = await operator.client.call(contract.members.listMembers, { params: { slug } })
  assert.equal(members.length, 1)
})

test('who asks for an invitation gets it by mail where their domain may join, and learns nothing from the reply', async () => {
  const domain = `d${process.pid}-a.example`
  const [workspace, closed, other] = [await world.aWorkspace(), await world.aWorkspace(), await world.aWorkspace()]
  for (const { id } of [workspace, closed]) await change(id, { join_domains: [domain], join_role: 'viewer' })
  await change(closed.id, { status: 'suspended' })
  const email = anAddress(domain)
  const ask = (address: string) => requestRaw(world.url, undefined, invitations.requestInvitation, { body: { email: address } })
  const strangers = await ask(anAddress('nowhere.example'))
  assert.deepEqual(await ask(email.toUpperCase()), strangers)
  assert.deepEqual(strangers, { status: 204, body: undefined })

  await until(async () => (await mailsTo(email)).length === 1)
  const token = tokenOf(/http:\S+/.exec((await mailsTo(email))[0]!.text!)![0])
  const offer = await nobody.call(invitations.getInvitation, { params: { token } })
  assert.deepEqual([offer.workspace.slug, offer.role, offer.email, offer.invitedBy], [workspace.slug, 'viewer', email, null])
  const hours = (new Date(offer.expiresAt).getTime() - Date.now()) / 3_600_000
  assert.ok(hours > 23 && hours <= 24, String(hours))
  await signUp(token)
  assert.deepEqual(
    (await membersOf(workspace)).map(({ email: address, role }) => [address, role]),
    [
      [email, 'viewer'],
      [workspace.owner.email, 'owner'],
    ],
  )
  assert.deepEqual([await list(closed).catch(() => []), await list(other)], [[], []])
  // A member asks in vain, and nobody hears of it.
  await ask(email)
  const marker = anAddress(domain)
  await ask(marker)
  await until(async () => (await mailsTo(marker)).length === 1)
  assert.equal((await mailsTo(email)).length, 1)
})

test('nobody gets more than three invitations a day because strangers ask for them', async () => {
  const domain = `d${process.pid}-b.example`
  const workspace = await world.aWorkspace()
  await change(workspace.id, { join_domains: [domain] })
  const email = anAddress(domain)
  for (let round = 0; round < 6; round++) await nobody.call(invitations.requestInvitation, { body: { email } })
  const marker = anAddress(domain)
  await nobody.call(invitations.requestInvitation, { body: { email: marker } })
  await until(async () => (await mailsTo(marker)).length === 1 && (await mailsTo(email)).length >= 3)
  assert.equal((await mailsTo(email)).length, 3)
  assert.equal((await list(workspace)).filter((one) => one.email === email).length, 1)
})

test('asking for an invitation never takes the place of one that a member made', async () => {
  const domain = `d${process.pid}-c.example`
  const workspace = await world.aWorkspace()
  await change(workspace.id, { join_domains: [domain] })
  const email = anAddress(domain)
  const { token } = await invite(workspace, workspace, { email, role: 'admin' })
  await nobody.call(invitations.requestInvitation, { body: { email } })
  const marker = anAddress(domain)
  await nobody.call(invitations.requestInvitation, { body: { email: marker } })
  await until(async () => (await mailsTo(marker)).length === 1)
  assert.equal((await nobody.call(invitations.getInvitation, { params: { token } })).role, 'admin')
})

test('who proves an address of a domain joins where it may, as long as there is room', async () => {
  const [first, second, full] = [await world.aWorkspace(), await world.aWorkspace(), await world.aWorkspace()]
  const domain = `d${process.pid}-e.example`
  for (const { id } of [first, second, full]) await change(id, { join_domains: [domain], join_role: 'viewer' })
  await limit(full.id, { users: 1 })
  const guest = await world.aUser()
  const email = anAddress(domain)
  await invite(second, second, { email, role: 'admin' })
  const proven = { id: guest.userId, email: email.toUpperCase() }
  await app.database.asSystem((db) => db.query.updateTable('users').set({ email }).where('id', '=', guest.userId).execute())
  await Promise.all([joinByDomain(app, proven), joinByDomain(app, proven)])
  await joinByDomain(app, { ...proven, email: `x@other-${domain}` })
  const roleIn = async (workspace: TestWorkspace) =>
    (await membersOf(workspace)).find(({ userId }) => userId === guest.userId)?.role
  assert.deepEqual([await roleIn(first), await roleIn(second), await roleIn(full)], ['viewer', 'admin', undefined])
  assert.deepEqual(await list(second), [])
})
