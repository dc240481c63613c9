import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract } from '@brain-ai/contract'
import { freezeClock } from './frozen-clock.ts'
import { password, startWorld, type World } from './world.ts'

// Behind a proxy that is trusted, each test has network addresses of its own.
const world = await startWorld({ BRAIN_TRUSTED_PROXIES: '127.0.0.1,::1' })
const withoutProxy = await startWorld()
const { app } = world.server

let lastAddress = 0
const anAddress = () => `203.0.113.${++lastAddress}`

interface Tried {
  readonly status: number
  readonly code: string | undefined
  readonly retryAfter: number
  readonly detail: string | undefined
}

async function post({ url }: World, path: string, body: unknown, headers: Record<string, string>): Promise<Tried> {
  const reply = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  const { code, detail } = (reply.status === 204 ? {} : await reply.json()) as { code?: string; detail?: string }
  return { status: reply.status, code, detail, retryAfter: Number(reply.headers.get('retry-after')) }
}
const trySignIn = (email: string, given: string, address: string, where = world) =>
  post(where, contract.auth.signIn.path, { email, password: given }, { 'x-forwarded-for': address })

async function fail(times: number, email: string, address: () => string, where = world): Promise<Tried[]> {
  const tried: Tried[] = []
  for (let i = 0; i < times; i++) tried.push(await trySignIn(email, `wrong password ${i}`, address(), where))
  return tried
}

const codes = (tried: readonly Tried[]) => tried.map(({ code }) => code)
const repeat = <T>(times: number, value: T): T[] => Array(times).fill(value)

test('after five wrong passwords even the right one has to wait, from any address', async () => {
  const { owner } = await world.aWorkspace()
  using clock = freezeClock(app)
  assert.deepEqual(codes(await fail(5, owner.email, anAddress)), repeat(5, 'auth/wrong-credentials'))
  const refused = await trySignIn(owner.email, password, anAddress())
  assert.deepEqual([refused.status, refused.code, refused.retryAfter], [429, 'auth/too-many-attempts', 1])
  clock.advance(1_000)
  assert.equal((await trySignIn(owner.email, password, anAddress())).status, 200)
})

test('each further wrong password doubles the wait, up to a quarter of an hour', async () => {
  const { owner } = await world.aWorkspace()
  using clock = freezeClock(app)
  await fail(4, owner.email, anAddress)
  const waits: number[] = []
  for (let i = 0; i < 12; i++) {
    await trySignIn(owner.email, 'wrong', anAddress())
    const { retryAfter } = await trySignIn(owner.email, password, anAddress())
    waits.push(retryAfter)
    clock.advance(retryAfter * 1_000)
  }
  // While one waits failures are forgotten as well, one in a quarter of an hour.
  assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 512, 900])
})

test('an address that belongs to nobody is refused and blocked exactly like one that has an account', async () => {
  const { owner } = await world.aWorkspace()
  using _ = freezeClock(app)
  const known = await fail(7, owner.email, anAddress)
  const unknown = await fail(7, 'nobody@example.com', anAddress)
  assert.deepEqual(known, unknown)
  assert.equal(known.at(-1)!.code, 'auth/too-many-attempts')
})

test('an address that belongs to nobody costs the server as much as a wrong password', async () => {
  const { owner } = await world.aWorkspace()
  // The time of the processor, not of the clock, as the machine may be busy with something else. It holds that of hashing.
  const costOf = async (email: string) => {
    const before = process.cpuUsage()
    assert.equal((await trySignIn(email, 'wrong', anAddress())).code, 'auth/wrong-credentials')
    const { user, system } = process.cpuUsage(before)
    return user + system
  }
  await costOf('warming-up@example.com')
  const [known, unknown]: [number[], number[]] = [[], []]
  for (let i = 0; i < 4; i++) {
    known.push(await costOf(owner.email))
    unknown.push(await costOf(`nobody-${i}@example.com`))
  }
  const [ofKnown, ofUnknown] = [Math.min(...known), Math.min(...unknown)]
  // Hashing takes several times what the rest does, so leaving it out would show.
  assert.ok(ofUnknown > ofKnown * 0.6, `${ofUnknown} µs against ${ofKnown} µs`)
})

test('who tries many accounts from one address is blocked by the address, others are not', async () => {
  const { owner } = await world.aWorkspace()
  using _ = freezeClock(app)
  const evil = anAddress()
  let i = 0
  const tried: Tried[] = []
  while (i < 30) tried.push(await trySignIn(`victim-${i++}@example.com`, 'Password123', evil))
  assert.deepEqual(codes(tried), repeat(30, 'auth/wrong-credentials'))
  assert.equal((await trySignIn(owner.email, password, evil)).code, 'auth/too-many-attempts')
  assert.equal((await trySignIn(owner.email, password, anAddress())).status, 200)
})

test('a whole network of IPv6 counts as one address', async () => {
  const { owner } = await world.aWorkspace()
  using _ = freezeClock(app)
  for (let i = 0; i < 30; i++) await trySignIn(`other-${i}@example.com`, 'wrong', `2001:db8:1:2::${i.toString(16)}`)
  assert.equal((await trySignIn(owner.email, password, '2001:db8:1:2:ffff::1')).code, 'auth/too-many-attempts')
  assert.equal((await trySignIn(owner.email, password, '2001:db8:1:3::1')).status, 200)
})

test('nobody gets around the count with a made-up X-Forwarded-For', async () => {
  const { owner } = await withoutProxy.aWorkspace()
  using _ = freezeClock(withoutProxy.server.app)
  let i = 0
  while (i < 30) await trySignIn(`victim-${i++}@example.com`, 'wrong', anAddress(), withoutProxy)
  assert.equal((await trySignIn(owner.email, password, anAddress(), withoutProxy)).code, 'auth/too-many-attempts')
})

test('a right password clears the account, and the right ones of an address never block it', async () => {
  const { owner } = await world.aWorkspace()
  const office = anAddress()
  for (let i = 0; i < 10; i++) {
    await fail(2, owner.email, anAddress)
    assert.equal((await trySignIn(owner.email, password, anAddress())).status, 200)
  }
  for (let i = 0; i < 35; i++) assert.equal((await trySignIn(owner.email, password, office)).status, 200)
})

test('many wrong passwords at the same moment are no way around', async () => {
  const { owner } = await world.aWorkspace()
  using _ = freezeClock(app)
  const tried = await Promise.all(Array.from({ length: 30 }, (_, i) => trySignIn(owner.email, `guess ${i}`, anAddress())))
  assert.ok(tried.filter(({ code }) => code === 'auth/wrong-credentials').length <= 5, codes(tried).join())
})

test('the present password cannot be guessed by whoever found an open browser', async () => {
  const { owner, token } = await world.aWorkspace()
  using clock = freezeClock(app)
  const headers = { authorization: `Bearer ${token}`, 'x-forwarded-for': anAddress() }
  const change = (currentPassword: string) =>
    post(world, contract.auth.changePassword.path, { currentPassword, newPassword: 'another long password' }, headers)
  for (let i = 0; i < 5; i++) assert.equal((await change(`guess ${i}`)).code, 'auth/wrong-credentials')
  assert.equal((await change(password)).code, 'auth/too-many-attempts')
  assert.equal((await trySignIn(owner.email, password, anAddress())).code, 'auth/too-many-attempts')
  clock.advance(1_000)
  assert.equal(
    (await post(world, contract.auth.removeSecondFactor.path, { password: 'a guess' }, headers)).code,
    'auth/wrong-credentials',
  )
  assert.equal((await change(password)).code, 'auth/too-many-attempts')
})

test('upper case or blanks in an address do not make another account to guess at', async () => {
  const { owner } = await world.aWorkspace()
  using clock = freezeClock(app)
  for (const email of [owner.email, owner.email.toUpperCase(), ` ${owner.email}`, `${owner.email} `, owner.email])
    await trySignIn(email, 'wrong', anAddress())
  assert.equal((await trySignIn(owner.email.toUpperCase(), password, anAddress())).code, 'auth/too-many-attempts')
  clock.advance(1_000)
  assert.equal((await trySignIn(owner.email.toUpperCase(), password, anAddress())).status, 200)
})

test('what is counted names neither accounts nor addresses', async () => {
  const rows = await app.database.asSystem((db) => db.query.selectFrom('sign_in_attempts').selectAll().execute())
  assert.ok(rows.length > 10)
  for (const { key } of rows) assert.equal(key.length, 32)
})

test('a disabled account says so to those who know its password only', async () => {
  const { owner } = await world.aWorkspace()
  await app.database.asSystem((db) =>
    db.query.updateTable('users').set({ disabled_at: new Date() }).where('id', '=', owner.id).execute(),
  )
  assert.equal((await trySignIn(owner.email, 'wrong', anAddress())).code, 'auth/wrong-credentials')
  assert.equal((await trySignIn(owner.email, password, anAddress())).code, 'auth/account-disabled')
})
