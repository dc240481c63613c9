import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { contract } from '@brain-ai/contract'
import { createClient } from '@brain-ai/sdk'
import { makeResetLink } from '../src/features/workspaces/accounts/request-password-reset.ts'
import { totpCode, totpStep } from '../src/features/workspaces/accounts/totp.ts'
import { freezeClock } from './frozen-clock.ts'
import { password, startWorld } from './world.ts'

const world = await startWorld()
const { app } = world.server
const anyone = createClient({ baseUrl: world.url })
const newPassword = 'a password that is new'

const request = (email: string) => anyone.call(contract.auth.requestPasswordReset, { body: { email } })
const reset = (token: string, chosen = newPassword) =>
  anyone.call(contract.auth.resetPassword, { body: { token, newPassword: chosen } })
const signIn = (email: string, given: string, code?: string) =>
  anyone.call(contract.auth.signIn, { body: { email, password: given, ...(code && { code }) } })
const mailsTo = async (email: string) => {
  const rows = await app.database.asSystem((db) =>
    db.query.selectFrom('mails').select('text').where('to_address', '=', email).orderBy('created_at').execute(),
  )
  return rows.map(({ text }) => text ?? '')
}
const tokenOf = (text: string) => new RegExp(`${world.url}/reset-password\\?token=([\\w-]{43})`).exec(text)?.[1]

async function requestedToken(email: string): Promise<string> {
  const before = (await mailsTo(email)).length
  await request(email)
  for (let i = 0; i < 100; i++) {
    const mails = await mailsTo(email)
    if (mails.length > before) return tokenOf(mails.at(-1)!)!
    await delay(50)
  }
  throw new Error('No mail came.')
}

test('the link of the mail sets a new password and ends every session', async () => {
  const { owner, client } = await world.aWorkspace()
  const token = await requestedToken(owner.email.toUpperCase().toLowerCase())
  await reset(token)
  await assert.rejects(client.call(contract.auth.getMe, {}), { code: 'auth/required' })
  await assert.rejects(signIn(owner.email, password), { code: 'auth/wrong-credentials' })
  await signIn(owner.email, newPassword)
})

test('a link works once, also where two use it at the same moment', async () => {
  const { owner } = await world.aWorkspace()
  const token = await requestedToken(owner.email)
  const both = await Promise.allSettled([reset(token, 'the password of one'), reset(token, 'the password of two')])
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  await assert.rejects(reset(token), { code: 'auth/link-invalid' })
})

test('a link that is an hour old, made up, or of an older mail than the one that was used does nothing', async () => {
  const { owner } = await world.aWorkspace()
  await assert.rejects(reset('x'.repeat(43)), { code: 'auth/link-invalid' })
  const [older, newer] = [await requestedToken(owner.email), await requestedToken(owner.email)]
  await reset(newer)
  await assert.rejects(reset(older), { code: 'auth/link-invalid' })
  const late = await requestedToken(owner.email)
  await app.database
    .asSystem((db) =>
      db.query.selectFrom('verifications').select('expires_at').where('value', '=', owner.id).executeTakeFirstOrThrow(),
    )
    .then(({ expires_at }) => assert.ok(Math.abs(expires_at.getTime() - Date.now() - 3_600_000) < 60_000))
  await app.database.pool.query(`update verifications set expires_at = now() - interval '1 second' where value = $1`, [owner.id])
  await assert.rejects(reset(late), { code: 'auth/link-invalid' })
})

test('a too short password is refused, and the link stays good', async () => {
  const { owner } = await world.aWorkspace()
  const token = await requestedToken(owner.email)
  await assert.rejects(reset(token, 'short'), { code: 'request/invalid' })
  await reset(token)
})

test('the reply does not say whether an address is known, nor does the time it takes', async () => {
  const { owner } = await world.aWorkspace()
  const ask = async (email: string) => {
    const since = performance.now()
    const reply = await fetch(world.url + contract.auth.requestPasswordReset.path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email }),
    })
    return { status: reply.status, body: await reply.text(), ms: performance.now() - since }
  }
  const known = await ask(owner.email)
  const unknown = await ask('nobody@example.com')
  assert.deepEqual([known.status, known.body], [204, ''])
  assert.deepEqual([unknown.status, unknown.body], [204, ''])
  await delay(500)
  assert.equal((await mailsTo('nobody@example.com')).length, 0)
})

test('nobody can flood a mailbox', async () => {
  const { owner } = await world.aWorkspace()
  for (let i = 0; i < 6; i++) await request(owner.email)
  await delay(1_000)
  assert.equal((await mailsTo(owner.email)).length, 3)
})

test('the database does not hold the token, and no log line does', async () => {
  const { owner } = await world.aWorkspace()
  const token = await requestedToken(owner.email)
  const rows = await app.database.asSystem((db) => db.query.selectFrom('verifications').selectAll().execute())
  assert.ok(rows.some(({ value }) => value === owner.id))
  assert.ok(!JSON.stringify(rows).includes(token))
  assert.ok(!world.logLines.join('\n').includes(token))
})

test('a mailbox alone does not replace the second factor', async () => {
  const { owner, client } = await world.aWorkspace()
  const { secret } = await client.call(contract.auth.beginSecondFactor, { body: { password } })
  using _ = freezeClock(app)
  const step = totpStep(app.now())
  await client.call(contract.auth.confirmSecondFactor, { body: { code: totpCode(secret, step) } })
  await reset(await requestedToken(owner.email))
  await assert.rejects(signIn(owner.email, newPassword), { code: 'auth/second-factor-required' })
  await signIn(owner.email, newPassword, totpCode(secret, step + 1))
})

test('who locked themselves out gets in again with the link', async () => {
  const { owner } = await world.aWorkspace()
  using _ = freezeClock(app)
  for (let i = 0; i < 5; i++) await signIn(owner.email, 'wrong').catch(() => {})
  await assert.rejects(signIn(owner.email, password), { code: 'auth/too-many-attempts' })
  await reset(await requestedToken(owner.email))
  await signIn(owner.email, newPassword)
})

test('a disabled account gets no mail, and a link from before does nothing', async () => {
  const { owner } = await world.aWorkspace()
  const token = await requestedToken(owner.email)
  await app.database.asSystem((db) =>
    db.query.updateTable('users').set({ disabled_at: new Date() }).where('id', '=', owner.id).execute(),
  )
  await request(owner.email)
  await delay(500)
  assert.equal((await mailsTo(owner.email)).length, 1)
  await assert.rejects(reset(token), { code: 'auth/link-invalid' })
})

test('an operator hands out a link where no mail arrives; it proves nothing about the address', async () => {
  const { owner } = await world.aWorkspace()
  const isVerified = async () => {
    const query = (await app.database.asSystem((db) =>
      db.query.selectFrom('users').select('email_verified').where('id', '=', owner.id).executeTakeFirstOrThrow(),
    )) as { email_verified: boolean }
    return query.email_verified
  }
  const { link, expiresAt } = await makeResetLink(app, world.url, owner.id)
  assert.ok(expiresAt.getTime() > Date.now() + 3_500_000)
  await reset(tokenOf(link)!)
  await signIn(owner.email, newPassword)
  assert.equal(await isVerified(), false)
  await reset(await requestedToken(owner.email), 'yet another password')
  assert.equal(await isVerified(), true)
  await assert.rejects(makeResetLink(app, world.url, 'nobody'), { code: 'user/not-found' })
})

test('changing the password ends the links that were mailed before', async () => {
  const { owner, client } = await world.aWorkspace()
  const token = await requestedToken(owner.email)
  await client.call(contract.auth.changePassword, { body: { currentPassword: password, newPassword: 'changed by its owner' } })
  await assert.rejects(reset(token), { code: 'auth/link-invalid' })
})
