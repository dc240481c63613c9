import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { contract, route } from '@brain-ai/contract'
import { createClient } from '@brain-ai/sdk'
import { createHttpServer, serve } from '#platform/http'
import { Revocations } from '#workspaces'
import { onPostgres } from './each-engine.ts'
import { startServerProcess } from './server-process.ts'
import { makeTemporaryDirectory } from './temporary-directory.ts'
import { password, startWorld } from './world.ts'

const world = await startWorld()
const { app } = world.server

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(world.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
const signIn = async (email: string, userAgent = 'node') => {
  const reply = await post(contract.auth.signIn.path, { email, password }, { 'user-agent': userAgent })
  assert.equal(reply.status, 200)
  const { token } = (await reply.json()) as { token: string }
  const setCookies = reply.headers.getSetCookie()
  const cookie = setCookies.map((one) => one.split(';')[0]).join('; ')
  return { token, cookie, setCookies, client: createClient({ baseUrl: world.url, token }) }
}
const isSignedIn = async (headers: Record<string, string>) => (await fetch(`${world.url}/api/me`, { headers })).status === 200

test('somebody sees where they are signed in, and which session is the present one', async () => {
  const { owner } = await world.aWorkspace()
  const phone = await signIn(owner.email, 'A phone')
  const { sessions } = await phone.client.call(contract.auth.listSessions, {})
  assert.equal(sessions.length, 2)
  const present = sessions.filter(({ isCurrent }) => isCurrent)
  assert.deepEqual(
    present.map(({ userAgent }) => userAgent),
    ['A phone'],
  )
  assert.match(present[0]!.address ?? '', /127\.0\.0\.1|::1/)
  const days = (Date.parse(present[0]!.expiresAt) - Date.now()) / 86_400_000
  assert.ok(days > 27 && days < 29, String(days))
})

test('an ended session opens nothing any more, while the others stay', async () => {
  const { owner, client } = await world.aWorkspace()
  const phone = await signIn(owner.email, 'A phone')
  assert.ok(await isSignedIn({ cookie: phone.cookie }))
  const { sessions } = await client.call(contract.auth.listSessions, {})
  const { id } = sessions.find(({ userAgent }) => userAgent === 'A phone')!
  await client.call(contract.auth.revokeSession, { params: { id } })
  assert.equal(await isSignedIn({ cookie: phone.cookie }), false)
  assert.equal(await isSignedIn({ authorization: `Bearer ${phone.token}` }), false)
  await client.call(contract.auth.getMe, {})
})

test('the session of somebody else cannot be ended, and looks like one that is not there', async () => {
  const [ours, theirs] = [await world.aWorkspace(), await world.aWorkspace()]
  const { sessions } = await theirs.client.call(contract.auth.listSessions, {})
  const end = async (id: string) => {
    const reply = await fetch(`${world.url}/api/auth/sessions/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${ours.token}`, 'x-request-id': 'the-same-request' },
    })
    return { status: reply.status, body: await reply.text() }
  }
  const foreign = await end(sessions[0]!.id)
  assert.equal(foreign.status, 404)
  assert.deepEqual(foreign, await end(app.newId()))
  await theirs.client.call(contract.auth.getMe, {})
})

test('all other sessions can be ended at once', async () => {
  const { owner, client } = await world.aWorkspace()
  const others = [await signIn(owner.email), await signIn(owner.email)]
  assert.deepEqual(await client.call(contract.auth.revokeOtherSessions, {}), { ended: 2 })
  for (const { token } of others) assert.equal(await isSignedIn({ authorization: `Bearer ${token}` }), false)
  await client.call(contract.auth.getMe, {})
})

test('signing out ends the session for the cookie and for the token, and clears the cookie', async () => {
  const { owner } = await world.aWorkspace()
  const { cookie, token } = await signIn(owner.email)
  const reply = await post(contract.auth.signOut.path, {}, { cookie })
  assert.equal(reply.status, 204)
  assert.match(reply.headers.getSetCookie().join(), /brain\.session_token=;.*Max-Age=0/)
  assert.equal(await isSignedIn({ cookie }), false)
  assert.equal(await isSignedIn({ authorization: `Bearer ${token}` }), false)
})

test('another password ends the other sessions and gives the browser another cookie', async () => {
  const { owner, client } = await world.aWorkspace()
  const browser = await signIn(owner.email)
  const change = { currentPassword: password, newPassword: 'another long password' }
  const reply = await post(contract.auth.changePassword.path, change, { cookie: browser.cookie })
  assert.equal(reply.status, 204)
  const cookie = reply.headers.getSetCookie().map((one) => one.split(';')[0])[0]!
  assert.ok(await isSignedIn({ cookie }))
  assert.equal(await isSignedIn({ cookie: browser.cookie }), false)
  await assert.rejects(client.call(contract.auth.getMe, {}), { code: 'auth/required' })
})

test('each sign-in is a session of its own, whatever cookie came along', async () => {
  const { owner } = await world.aWorkspace()
  const fixed = 'brain.session_token=chosen-by-somebody-else'
  const reply = await post(contract.auth.signIn.path, { email: owner.email, password }, { cookie: fixed })
  assert.doesNotMatch(reply.headers.getSetCookie().join(), /chosen-by-somebody-else/)
  assert.equal(await isSignedIn({ cookie: fixed }), false)
})

test('the database does not hold what opens a session', async () => {
  const { owner } = await world.aWorkspace()
  const { token, cookie } = await signIn(owner.email)
  const rows = await app.database.asSystem((db) =>
    db.query.selectFrom('sessions').selectAll().where('user_id', '=', owner.id).execute(),
  )
  assert.ok(rows.length > 0)
  const dump = JSON.stringify(rows)
  assert.ok(!dump.includes(token))
  assert.ok(cookie.includes(token))
  for (const { token: kept } of rows) {
    assert.equal(await isSignedIn({ authorization: `Bearer ${kept}` }), false)
    assert.equal(await isSignedIn({ cookie: `brain.session_token=${kept}` }), false)
  }
})

test('a session ends when it was not used for four weeks, and after ninety days in any case', async () => {
  const { owner } = await world.aWorkspace()
  const age = async (set: Record<string, Date>) => {
    const { token, client } = await signIn(owner.email)
    const { sessions } = await client.call(contract.auth.listSessions, {})
    const { id } = sessions.find(({ isCurrent }) => isCurrent)!
    await app.database.asSystem((db) => db.query.updateTable('sessions').set(set).where('id', '=', id).execute())
    await delay(1100)
    return isSignedIn({ authorization: `Bearer ${token}` })
  }
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
  assert.equal(await age({ created_at: daysAgo(89) }), true)
  assert.equal(await age({ created_at: daysAgo(91) }), false)
  assert.equal(await age({ expires_at: daysAgo(1) }), false)
})

test('a session says when it was used last, to the minute', async () => {
  const { owner } = await world.aWorkspace()
  const { client } = await signIn(owner.email)
  const present = async () => (await client.call(contract.auth.listSessions, {})).sessions.find(({ isCurrent }) => isCurrent)!
  const { id } = await present()
  const long = new Date(Date.now() - 3_600_000)
  await app.database.asSystem((db) => db.query.updateTable('sessions').set({ updated_at: long }).where('id', '=', id).execute())
  await delay(1100)
  assert.ok(Date.now() - Date.parse((await present()).lastSeenAt) < 5_000)
})

test('the sessions of a disabled account are dead', async () => {
  const { owner } = await world.aWorkspace()
  const { token } = await signIn(owner.email)
  await app.database.asSystem((db) =>
    db.query.updateTable('users').set({ disabled_at: new Date() }).where('id', '=', owner.id).execute(),
  )
  await delay(1100)
  assert.equal(await isSignedIn({ authorization: `Bearer ${token}` }), false)
})

test('a session that ends takes with it what still runs in it, also where nobody was told', { timeout: 60_000 }, async () => {
  const { owner, client } = await world.aWorkspace()
  const phone = await signIn(owner.email)
  const { sessions } = await client.call(contract.auth.listSessions, {})
  const idOf = (isCurrent: boolean) => sessions.find((one) => one.isCurrent === isCurrent)!.id
  await using other = await serveSlowly(owner)

  const first = await other.read(idOf(false))
  await client.call(contract.auth.revokeSession, { params: { id: idOf(false) } })
  assert.match(await first.rest(), /event: error\ndata: \{"code":"auth\/required"/)
  assert.equal(await isSignedIn({ authorization: `Bearer ${phone.token}` }), false)

  const second = await other.read(idOf(true))
  await app.database.asSystem((db) => db.query.deleteFrom('sessions').where('id', '=', idOf(true)).execute())
  assert.match(await second.rest(), /event: error\ndata: \{"code":"auth\/required"/)
})

test('under https the cookie is one that no other host of the domain can set', async () => {
  const { server } = await startWorld({
    BRAIN_URL: 'https://brain.example',
    BRAIN_OWNER_EMAIL: 'owner@example.com',
    BRAIN_OWNER_PASSWORD: password,
  })
  const here = `http://localhost:${server.port}`
  const reply = await fetch(here + contract.auth.signIn.path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'owner@example.com', password }),
  })
  const [setCookie] = reply.headers.getSetCookie()
  const [pair = '', ...attributes] = setCookie!.split('; ')
  assert.match(pair, /^__Host-brain\.session_token=/)
  assert.deepEqual(attributes.filter((one) => !one.startsWith('Max-Age')).sort(), [
    'HttpOnly',
    'Path=/',
    'SameSite=Lax',
    'Secure',
  ])
  const statusWith = async (cookie: string) => (await fetch(`${here}/api/me`, { headers: { cookie } })).status
  assert.equal(await statusWith(pair), 200)
  assert.equal(await statusWith(pair.replace('__Host-', '')), 401)
  assert.equal(await statusWith(pair.replace('__Host-', '__Secure-')), 401)
})

/** Another HTTP server on the same database, as another process has it, with a stream that never ends by itself. */
async function serveSlowly(owner: { id: string; email: string }) {
  const revocations = new Revocations(app)
  const hang = async function* () {
    yield { name: 'begun', data: {} }
    await new Promise(() => {})
  }
  const spec = route({ method: 'GET', path: '/api/slow', summary: '', tag: '', may: 'signed-in', events: {} })
  const user = { ...owner, name: '', language: null, isOperator: false, hasSecondFactor: false }
  const server = await createHttpServer(app, {
    routes: [serve(spec, () => {}, hang)],
    authenticator: {
      findSession: async (headers) => ({ id: headers.get('x-session')!, user, isCookie: false }),
      getMembership: () => Promise.reject(new Error('no workspace is asked for')),
      countCall: async () => {},
      onEnded: (session, ended) => revocations.onEnded(session, ended),
    },
    webAppDir: undefined,
  })
  const port = await server.listen()
  return {
    async read(sessionId: string) {
      const headers = { accept: 'text/event-stream', 'x-session': sessionId }
      const reader = (await fetch(`http://127.0.0.1:${port}/api/slow`, { headers })).body!.getReader()
      assert.match(new TextDecoder().decode((await reader.read()).value), /event: begun/)
      const since = Date.now()
      const rest = async () => {
        let text = ''
        for (let part = await reader.read(); !part.done; part = await reader.read()) text += new TextDecoder().decode(part.value)
        assert.ok(Date.now() - since < 5_000, 'within five seconds')
        return text
      }
      return { rest }
    },
    async [Symbol.asyncDispose]() {
      await server.stop(0)
      await revocations[Symbol.asyncDispose]()
    },
  }
}

onPostgres((engine) => {
  test('a session that ends at one process is dead at another within a second', { timeout: 120_000 }, async () => {
    const env = {
      DATABASE_URL: engine.postgres!.url,
      BRAIN_DATA_DIR: makeTemporaryDirectory('two-processes'),
      BRAIN_OWNER_EMAIL: 'owner@example.com',
      BRAIN_OWNER_PASSWORD: password,
    }
    const one = await startServerProcess(env)
    after(() => one.end('SIGKILL'))
    const two = await startServerProcess({ ...env, BRAIN_DATA_DIR: makeTemporaryDirectory('two-processes') })
    after(() => two.end('SIGKILL'))
    const open = () =>
      createClient({ baseUrl: one.url }).call(contract.auth.signIn, { body: { email: 'owner@example.com', password } })
    const statusAt = async (url: string, token: string) =>
      (await fetch(`${url}/api/me`, { headers: { authorization: `Bearer ${token}` } })).status

    const [kept, revoked] = [await open(), await open()]
    assert.equal(await statusAt(two.url, revoked.token), 200)
    const client = createClient({ baseUrl: one.url, token: kept.token })
    await client.call(contract.auth.revokeOtherSessions, {})
    const since = Date.now()
    while ((await statusAt(two.url, revoked.token)) === 200) assert.ok(Date.now() - since < 1_000, 'dead within a second')
    assert.equal(await statusAt(two.url, kept.token), 200)
  })
})
