import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { contract } from '@brain-ai/contract'
import { createClient } from '@brain-ai/sdk'
import { hashPassword } from '../src/features/workspaces/accounts/password-hash.ts'
import { insertUser, insertWorkspace } from '../src/features/workspaces/workspace-store.ts'
import { clientId, clientSecret, makeKey, makeOidcProvider, signToken } from './oidc-provider.ts'
import { SmallBrowser } from './small-browser.ts'
import { password, startWorld } from './world.ts'

// The provider is away while the product starts.
const provider = await makeOidcProvider()
after(() => provider.stop())
const world = await startWorld({
  BRAIN_OIDC_ISSUER: provider.issuer,
  BRAIN_OIDC_CLIENT_ID: clientId,
  BRAIN_OIDC_CLIENT_SECRET: clientSecret,
  BRAIN_OIDC_NAME: 'The office',
})
const { app } = world.server
const start = `${world.url}${contract.auth.startOidc.path}`
const callback = `${world.url}${contract.auth.finishOidc.path}`

const problemOf = (address: string) => new URL(address).searchParams.get('problem')
const meOf = async (browser: SmallBrowser) => {
  const reply = await fetch(`${world.url}/api/me`, { headers: { cookie: browser.cookieHeader(world.url) } })
  return reply.ok ? ((await reply.json()) as { user: { id: string; email: string }; workspaces: { slug: string }[] }) : undefined
}

/** Somebody whom the provider knows; their address is verified unless told. */
function aPerson(email = `${crypto.randomUUID()}@example.com`, more: Record<string, unknown> = {}) {
  const sub = crypto.randomUUID()
  provider.people.set(sub, { email, email_verified: true, name: 'Ann Example', ...more })
  return { sub, email }
}

async function signInAs(
  sub: string,
  returnTo = '/documents',
  headers: Record<string, string> = {},
  browser = new SmallBrowser(),
) {
  provider.present = sub
  const address = await browser.visit(
    `${start}?returnTo=${encodeURIComponent(returnTo)}`,
    (one) => one.startsWith(world.url) && !one.startsWith(callback),
    headers,
  )
  return { browser, address, path: address.slice(world.url.length) }
}

const invite = async (email: string) => {
  const workspace = await world.aWorkspace()
  await workspace.client.call(contract.invitations.createInvitation, { params: { slug: workspace.slug }, body: { email } })
  return workspace
}
const change = (userId: string, set: Record<string, unknown>) =>
  app.database.asSystem((db) => db.query.updateTable('users').set(set).where('id', '=', userId).execute())

test('while the provider is away everybody is told so, and the product runs without it', { timeout: 60_000 }, async () => {
  const { owner } = await world.aWorkspace()
  await createClient({ baseUrl: world.url }).call(contract.auth.signIn, { body: { email: owner.email, password } })
  const { address } = await signInAs('anybody')
  assert.equal(problemOf(address), 'auth/provider-unavailable')
})

test('once the provider is there people sign in, without a restart', async () => {
  await provider.start(callback)
  const { email, sub } = aPerson()
  await invite(email)
  const { path, browser } = await signInAs(sub)
  assert.equal(path, '/documents')
  assert.equal((await meOf(browser))?.user.email, email)
})

test('the sign-in page learns of the provider', async () => {
  const methods = await createClient({ baseUrl: world.url }).call(contract.auth.getMethods, {})
  assert.deepEqual(methods.oidc, { name: 'The office' })
  assert.equal(methods.hasPassword, true)
  assert.equal(methods.canMail, false)
})

test('somebody who is not expected here gets no account', async () => {
  const { sub, email } = aPerson()
  const { address, browser } = await signInAs(sub)
  assert.equal(problemOf(address), 'auth/provider-refused')
  assert.equal(await meOf(browser), undefined)
  const rows = await app.database.asSystem((db) => db.query.selectFrom('users').select('id').where('email', '=', email).execute())
  assert.deepEqual(rows, [])
})

test('somebody of a domain that may join is a member after their first sign-in', async () => {
  const slug = `d-${crypto.randomUUID().slice(0, 8)}`
  await app.database.asSystem(async (db) => {
    await insertWorkspace(db, { id: app.newId(), slug, name: slug, language: 'en' })
    await db.query
      .updateTable('workspaces')
      .set({ join_domains: ['joins.example'] })
      .where('slug', '=', slug)
      .execute()
  })
  const { sub } = aPerson(`New.Person-${crypto.randomUUID()}@Joins.Example`)
  const { browser } = await signInAs(sub)
  const me = await meOf(browser)
  assert.deepEqual(
    me?.workspaces.map((one) => one.slug),
    [slug],
  )
  assert.equal(me?.user.email, me?.user.email.toLowerCase())
  assert.equal((await signInAs(sub)).path, '/documents', 'and again')
})

test('an address that the provider has not verified leads to no account, neither a new one nor one that is there', async () => {
  const { owner } = await world.aWorkspace()
  await change(owner.id, { email_verified: true })
  for (const email_verified of [false, undefined, 'true', 1]) {
    const { sub } = aPerson(owner.email, { email_verified })
    const { address, browser } = await signInAs(sub)
    assert.equal(problemOf(address), 'auth/provider-refused', String(email_verified))
    assert.equal(await meOf(browser), undefined)
  }
  const { sub, email } = aPerson(undefined, { email_verified: false })
  await invite(email)
  assert.equal(problemOf((await signInAs(sub)).address), 'auth/provider-refused')
})

test('a verified address leads to the account of that address, if that is verified as well', async () => {
  const { owner } = await world.aWorkspace()
  const { sub } = aPerson(owner.email)
  assert.equal(problemOf((await signInAs(sub)).address), 'auth/provider-refused', 'who set the password need not own the address')
  await change(owner.id, { email_verified: true })
  const { browser } = await signInAs(sub)
  assert.equal((await meOf(browser))?.user.id, owner.id)
})

test('an account keeps to the person at the provider, not to their address', async () => {
  const { email, sub } = aPerson()
  await invite(email)
  const first = await meOf((await signInAs(sub)).browser)
  provider.people.set(sub, { email: 'moved@example.com', email_verified: false })
  assert.equal((await meOf((await signInAs(sub)).browser))?.user.id, first?.user.id)
})

test('a mailbox does not go around a second factor', async () => {
  const { owner } = await world.aWorkspace()
  await change(owner.id, { email_verified: true, two_factor_enabled: true })
  const { sub } = aPerson(owner.email)
  assert.equal(problemOf((await signInAs(sub)).address), 'auth/provider-refused')
})

test('a disabled account stays closed', async () => {
  const { email, sub } = aPerson()
  await invite(email)
  const me = await meOf((await signInAs(sub)).browser)
  await change(me!.user.id, { disabled_at: new Date() })
  const { address, browser } = await signInAs(sub)
  assert.equal(problemOf(address), 'auth/account-disabled')
  assert.equal(await meOf(browser), undefined)
})

test('who is signed in links their account in the profile, and a foreign page cannot do it for them', async () => {
  const { owner, token } = await world.aWorkspace()
  const { sub } = aPerson('somebody-else@example.com', { email_verified: false })
  const signedIn = { authorization: `Bearer ${token}` }
  const fromElsewhere = await signInAs(sub, '/profile', { ...signedIn, 'sec-fetch-site': 'cross-site' })
  assert.equal(problemOf(fromElsewhere.address), 'auth/provider-refused')

  const browser = new SmallBrowser()
  const reply = await fetch(`${world.url}${contract.auth.signIn.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: owner.email, password }),
  })
  const [name = '', value = ''] = reply.headers.getSetCookie()[0]!.split(';')[0]!.split('=')
  browser.setCookie(world.url, name, value)
  const { path } = await signInAs(sub, '/profile', { 'sec-fetch-site': 'same-origin' }, browser)
  assert.equal(path, '/profile')
  assert.equal((await meOf((await signInAs(sub)).browser))?.user.id, owner.id)

  const other = await world.aWorkspace()
  const taken = new SmallBrowser()
  const second = await createClient({ baseUrl: world.url }).call(contract.auth.signIn, {
    body: { email: other.owner.email, password },
  })
  taken.setCookie(world.url, 'brain.session_token', second.token)
  const refused = await signInAs(sub, '/profile', { 'sec-fetch-site': 'same-origin' }, taken)
  assert.equal(refused.path, '/profile?problem=auth%2Fprovider-refused')
})

test('one is led back into this app only', async () => {
  const { email, sub } = aPerson()
  await invite(email)
  for (const evil of ['//evil.example/x', 'https://evil.example', '/\\evil.example'])
    assert.equal((await signInAs(sub, evil)).address, `${world.url}/`)
})

/** Begins in a browser and stops where the provider would send it back. */
async function begin() {
  const browser = new SmallBrowser()
  const { location, setCookies } = await browser.get(start)
  const asked = new URL(location!).searchParams
  return { browser, setCookies, asked, state: asked.get('state')!, nonce: asked.get('nonce')! }
}
const comeBack = async (browser: SmallBrowser, query: Record<string, string>) => {
  const { location } = await browser.get(`${callback}?${new URLSearchParams(query)}`)
  return problemOf(location!)
}

test('the browser is sent with PKCE, state and nonce, and the cookie of it tells nothing', async () => {
  const { asked, setCookies } = await begin()
  assert.equal(asked.get('code_challenge_method'), 'S256')
  assert.ok(asked.get('code_challenge') && asked.get('state') && asked.get('nonce'))
  assert.equal(asked.get('redirect_uri'), callback)
  const [cookie] = setCookies
  assert.match(cookie!, /^brain\.oidc=[\w-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/)
  for (const secret of [asked.get('state')!, asked.get('nonce')!]) assert.ok(!Buffer.from(cookie!).toString().includes(secret))
})

test('an answer that another browser asked for, that was changed, or that comes twice signs nobody in', async () => {
  const { email, sub } = aPerson()
  await invite(email)
  provider.present = sub
  const answered = async () => {
    const browser = new SmallBrowser()
    const address = await browser.visit(start, (one) => one.startsWith(callback))
    return { browser, address, query: Object.fromEntries(new URL(address).searchParams) }
  }
  const one = await answered()
  assert.equal(problemOf((await new SmallBrowser().get(one.address)).location!), 'auth/provider-refused', 'another browser')
  const two = await answered()
  assert.equal(await comeBack(one.browser, two.query), 'auth/provider-refused', 'the answer of another sign-in')
  assert.equal(await comeBack(two.browser, { ...two.query, state: 'x'.repeat(43) }), 'auth/provider-refused', 'another state')
  const { state: _, ...withoutState } = (await answered()).query
  assert.equal(await comeBack((await answered()).browser, withoutState), 'auth/provider-refused', 'no state')

  const three = await answered()
  const replaying = three.browser.copy()
  const { location } = await three.browser.get(three.address)
  assert.equal(location, `${world.url}/`)
  assert.equal(problemOf((await replaying.get(three.address)).location!), 'auth/provider-refused', 'the same again')
  assert.equal(problemOf((await three.browser.get(three.address)).location!), 'auth/provider-refused', 'in the same browser')
})

test('what the provider refuses is refused, and said on the sign-in page', async () => {
  const { browser, state } = await begin()
  assert.equal(await comeBack(browser, { error: 'access_denied', state, iss: provider.issuer }), 'auth/provider-refused')
})

test('a token that the provider has not made for this sign-in signs nobody in', async (t) => {
  const { email, sub } = aPerson()
  await invite(email)
  after(() => {
    provider.forge = undefined
  })
  const seconds = Math.floor(Date.now() / 1000)
  type Claims = Record<string, unknown>
  const attempt = async (forge: (claims: Claims, key: Parameters<typeof signToken>[0]) => string) => {
    const { browser, state, nonce } = await begin()
    const claims = {
      iss: provider.issuer,
      aud: clientId,
      sub,
      nonce,
      iat: seconds,
      exp: seconds + 60,
      email,
      email_verified: true,
    }
    provider.forge = ({ key }) => forge(claims, key)
    const problem = await comeBack(browser, { code: 'any', state, iss: provider.issuer })
    return { problem, me: await meOf(browser) }
  }
  // Otherwise everything below would be refused for another reason.
  assert.equal((await attempt((claims, key) => signToken(key, claims))).me?.user.email, email)

  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const forgeries: Record<string, Parameters<typeof attempt>[0]> = {
    'no signature at all': (claims) => `${part({ alg: 'none' })}.${part(claims)}.`,
    'no signature, but the key named': (claims, key) => `${part({ alg: 'none', kid: key.jwk.kid })}.${part(claims)}.`,
    'a key of somebody else': (claims) => signToken(makeKey(), claims),
    'a key of somebody else under the right name': (claims, key) => signToken(makeKey(), claims, { kid: key.jwk.kid }),
    'the secret of the client as key': (claims, key) => {
      const signed = `${part({ alg: 'HS256', kid: key.jwk.kid })}.${part(claims)}`
      return `${signed}.${createHmac('sha256', clientSecret).update(signed).digest('base64url')}`
    },
    'changed claims': (claims, key) => {
      const [header, , signature] = signToken(key, claims).split('.')
      return [header, part({ ...claims, sub: 'somebody-else' }), signature].join('.')
    },
    'another nonce': (claims, key) => signToken(key, { ...claims, nonce: 'of another sign-in' }),
    'no nonce': ({ nonce: _, ...claims }, key) => signToken(key, claims),
    'another audience': (claims, key) => signToken(key, { ...claims, aud: 'another-product' }),
    'another issuer': (claims, key) => signToken(key, { ...claims, iss: 'https://evil.example' }),
    'out of date': (claims, key) => signToken(key, { ...claims, iat: seconds - 7200, exp: seconds - 3600 }),
  }
  for (const [name, forge] of Object.entries(forgeries))
    await t.test(name, async () => assert.deepEqual(await attempt(forge), { problem: 'auth/provider-refused', me: undefined }))
  provider.forge = undefined
})

test('a provider that changes its keys is believed at once', async () => {
  const { email, sub } = aPerson()
  await invite(email)
  assert.equal((await signInAs(sub)).path, '/documents')
  provider.changeKeys()
  assert.equal((await signInAs(sub)).path, '/documents')
})

test('a provider that goes away in between is said to be away', async () => {
  const { browser, state } = await begin()
  await provider.stop()
  assert.equal(await comeBack(browser, { code: 'any', state, iss: provider.issuer }), 'auth/provider-unavailable')
  await provider.start(callback)
})

test('where the provider is the only way in, passwords are for operators, and are not sent by mail to others', async () => {
  const only = await startWorld({
    BRAIN_OIDC_ISSUER: provider.issuer,
    BRAIN_OIDC_CLIENT_ID: clientId,
    BRAIN_OIDC_CLIENT_SECRET: clientSecret,
    BRAIN_OIDC_ONLY: 'true',
    BRAIN_OWNER_EMAIL: 'operator@example.com',
    BRAIN_OWNER_PASSWORD: password,
  })
  const anyone = createClient({ baseUrl: only.url })
  assert.equal((await anyone.call(contract.auth.getMethods, {})).hasPassword, false)
  const signIn = (email: string, given: string) => anyone.call(contract.auth.signIn, { body: { email, password: given } })
  await signIn('operator@example.com', password)
  const { database, newId } = only.server.app
  const passwordHash = await hashPassword(password)
  const user = { id: newId(), name: 'Ann', email: 'ann@example.com', language: null, passwordHash, accountId: newId() }
  await database.asSystem((db) => insertUser(db, user))
  await assert.rejects(signIn('ann@example.com', password), { code: 'auth/forbidden' })
  await assert.rejects(signIn('ann@example.com', 'wrong'), { code: 'auth/wrong-credentials' })
  for (const email of ['ann@example.com', 'operator@example.com'])
    await anyone.call(contract.auth.requestPasswordReset, { body: { email } })
  const mails = () => database.asSystem((db) => db.query.selectFrom('mails').select('to_address').execute())
  for (let i = 0; i < 100 && (await mails()).length === 0; i++) await delay(50)
  await delay(300)
  assert.deepEqual(
    (await mails()).map((mail) => mail.to_address),
    ['operator@example.com'],
  )
})

test('no log line holds a token, a code or the secret of the client', () => {
  const log = world.logLines.join('\n')
  assert.match(log, /the OpenID provider did not sign somebody in/)
  assert.doesNotMatch(log, /eyJ[\w-]{20,}\./)
  assert.ok(!log.includes(clientSecret))
})
