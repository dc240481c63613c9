import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract } from '@brain-ai/contract'
import { totpCode, totpStep } from '../src/features/workspaces/accounts/totp.ts'
import { freezeClock } from './frozen-clock.ts'
import { password, startWorld, type TestWorkspace } from './world.ts'

// Behind a trusted proxy, so that no test is held up by the wrong codes of another.
const world = await startWorld({ BRAIN_TRUSTED_PROXIES: '127.0.0.1,::1' })
const { app } = world.server

let lastAddress = 0
async function signIn(email: string, more: { password?: string; code?: string } = {}) {
  const reply = await fetch(world.url + contract.auth.signIn.path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': `203.0.113.${++lastAddress % 250}` },
    body: JSON.stringify({ email, password, ...more }),
  })
  const { code } = (await reply.json()) as { code?: string }
  return { status: reply.status, code, cookies: reply.headers.getSetCookie() }
}

/** The code of now, or of that many time steps later. */
const codeOf = (secret: string, offset = 0) => totpCode(secret, totpStep(app.now()) + offset)
const forgetUse = (userId: string) =>
  app.database.asSystem((db) =>
    db.query.updateTable('two_factors').set({ last_used_step: 0 }).where('user_id', '=', userId).execute(),
  )

async function withSecondFactor(): Promise<TestWorkspace & { secret: string; recoveryCodes: string[] }> {
  const workspace = await world.aWorkspace()
  const begun = await workspace.client.call(contract.auth.beginSecondFactor, { body: { password } })
  await workspace.client.call(contract.auth.confirmSecondFactor, { body: { code: codeOf(begun.secret, -1) } })
  return { ...workspace, ...begun }
}

test('a second factor counts once a code has confirmed it', async () => {
  using _ = freezeClock(app)
  const { client, owner } = await world.aWorkspace()
  const begun = await client.call(contract.auth.beginSecondFactor, { body: { password } })
  assert.match(begun.uri, new RegExp(`^otpauth://totp/Brain%20AI:.*secret=${begun.secret}`))
  assert.equal(new Set(begun.recoveryCodes).size, 10)
  assert.equal((await signIn(owner.email)).status, 200)
  await assert.rejects(client.call(contract.auth.confirmSecondFactor, { body: { code: '000000' } }), {
    code: 'auth/second-factor-wrong',
  })
  assert.equal((await client.call(contract.auth.getMe, {})).user.hasSecondFactor, false)
  const me = await client.call(contract.auth.confirmSecondFactor, { body: { code: codeOf(begun.secret) } })
  assert.equal(me.user.hasSecondFactor, true)
  assert.equal((await client.call(contract.auth.getMe, {})).user.hasSecondFactor, true)
  assert.equal((await signIn(owner.email)).code, 'auth/second-factor-required')
})

test('with a second factor the password alone opens nothing, not even a cookie', async () => {
  using _ = freezeClock(app)
  const { owner, secret } = await withSecondFactor()
  const asked = await signIn(owner.email)
  assert.deepEqual([asked.status, asked.code, asked.cookies], [401, 'auth/second-factor-required', []])
  const wrong = await signIn(owner.email, { code: '000000' })
  assert.deepEqual([wrong.status, wrong.code, wrong.cookies], [401, 'auth/second-factor-wrong', []])
  const right = await signIn(owner.email, { code: codeOf(secret) })
  assert.equal(right.status, 200)
  assert.match(right.cookies.join(), /brain\.session_token=/)
})

test('whether an account has a second factor is told to those who know its password only', async () => {
  const { owner, secret } = await withSecondFactor()
  assert.equal((await signIn(owner.email, { password: 'wrong' })).code, 'auth/wrong-credentials')
  assert.equal((await signIn(owner.email, { password: 'wrong', code: codeOf(secret) })).code, 'auth/wrong-credentials')
})

test('a code counts once, also where two come at the same moment', async () => {
  using _ = freezeClock(app)
  const { owner, secret } = await withSecondFactor()
  const code = codeOf(secret, 1)
  const both = await Promise.all([signIn(owner.email, { code }), signIn(owner.email, { code })])
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 401])
  assert.equal((await signIn(owner.email, { code })).code, 'auth/second-factor-wrong')
  assert.equal((await signIn(owner.email, { code: codeOf(secret) })).code, 'auth/second-factor-wrong', 'an older one neither')
})

test('a clock may be half a minute wrong, and no more', async () => {
  using _ = freezeClock(app)
  const { owner, secret } = await withSecondFactor()
  for (const [offset, status] of [
    [-1, 200],
    [1, 200],
    [-3, 401],
    [3, 401],
  ] as const) {
    await forgetUse(owner.id)
    assert.equal((await signIn(owner.email, { code: codeOf(secret, offset) })).status, status, String(offset))
  }
})

test('a recovery code lets in once, however it is typed', async () => {
  const { owner, recoveryCodes } = await withSecondFactor()
  const [first, second] = recoveryCodes as [string, string]
  assert.equal((await signIn(owner.email, { code: first })).status, 200)
  assert.equal((await signIn(owner.email, { code: first })).code, 'auth/second-factor-wrong')
  const both = await Promise.all([signIn(owner.email, { code: second }), signIn(owner.email, { code: second })])
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 401])
  const typed = recoveryCodes[2]!.toUpperCase().replace('-', ' ')
  assert.equal((await signIn(owner.email, { code: typed })).status, 200)
})

test('the recovery code of somebody else lets nobody in', async () => {
  const [ours, theirs] = [await withSecondFactor(), await withSecondFactor()]
  assert.equal((await signIn(ours.owner.email, { code: theirs.recoveryCodes[0]! })).code, 'auth/second-factor-wrong')
})

test('codes cannot be guessed for long, and asking for one is no failure', async () => {
  const { owner, secret } = await withSecondFactor()
  using clock = freezeClock(app)
  for (let i = 0; i < 8; i++) assert.equal((await signIn(owner.email)).code, 'auth/second-factor-required')
  for (let i = 0; i < 5; i++) assert.equal((await signIn(owner.email, { code: `00000${i}` })).code, 'auth/second-factor-wrong')
  assert.equal((await signIn(owner.email, { code: codeOf(secret) })).code, 'auth/too-many-attempts')
  clock.advance(1_000)
  assert.equal((await signIn(owner.email, { code: codeOf(secret) })).status, 200)
})

test('turning it off needs the password', async () => {
  const { client, owner } = await withSecondFactor()
  await assert.rejects(client.call(contract.auth.removeSecondFactor, { body: { password: 'wrong' } }), {
    code: 'auth/wrong-credentials',
  })
  assert.equal((await signIn(owner.email)).code, 'auth/second-factor-required')
  const me = await client.call(contract.auth.removeSecondFactor, { body: { password } })
  assert.equal(me.user.hasSecondFactor, false)
  assert.equal((await signIn(owner.email)).status, 200)
})

test('setting one up needs the password, and a second one does not replace the first', async () => {
  const { client } = await withSecondFactor()
  await assert.rejects(client.call(contract.auth.beginSecondFactor, { body: { password: 'wrong' } }), {
    code: 'auth/wrong-credentials',
  })
  await assert.rejects(client.call(contract.auth.beginSecondFactor, { body: { password } }), {
    code: 'auth/second-factor-present',
  })
  const other = await world.aWorkspace()
  await assert.rejects(other.client.call(contract.auth.confirmSecondFactor, { body: { code: '123456' } }), {
    code: 'auth/second-factor-not-begun',
  })
})

test('the database holds neither the secret nor a recovery code, and what it holds is worth nothing in another row', async () => {
  const [ours, theirs] = [await withSecondFactor(), await withSecondFactor()]
  const rows = await app.database.asSystem((db) => db.query.selectFrom('two_factors').selectAll().execute())
  const dump = JSON.stringify(rows)
  assert.ok(rows.length >= 2)
  const told = [ours.secret, ...ours.recoveryCodes, ...ours.recoveryCodes.map((code) => code.replace('-', ''))]
  for (const secret of told) {
    assert.ok(!dump.includes(secret))
    assert.ok(!dump.includes(Buffer.from(secret).toString('base64').replace(/=+$/, '')))
  }
  const taken = rows.find((row) => row.user_id === theirs.owner.id)!
  await app.database.asSystem((db) =>
    db.query
      .updateTable('two_factors')
      .set({ secret: taken.secret, recovery_codes: taken.recovery_codes, last_used_step: 0 })
      .where('user_id', '=', ours.owner.id)
      .execute(),
  )
  for (const code of [codeOf(theirs.secret), codeOf(ours.secret), theirs.recoveryCodes[0]!])
    assert.equal((await signIn(ours.owner.email, { code })).code, 'auth/second-factor-wrong')
})

test('no log line holds a secret or a code', async () => {
  const { owner, secret, recoveryCodes } = await withSecondFactor()
  await signIn(owner.email, { code: recoveryCodes[0]! })
  const log = world.logLines.join('\n')
  assert.ok(log.length > 1000)
  for (const told of [secret, ...recoveryCodes]) assert.ok(!log.includes(told))
})
