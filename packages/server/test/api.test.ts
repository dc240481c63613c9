import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract, errorTable, type Permission, type RouteSpec, scopes } from '@brain-ai/contract'
import { Validator } from '@seriousme/openapi-schema-validator'
import { codeOfError } from './error-code.ts'
import { startWorld } from './world.ts'

const world = await startWorld()
const workspace = await world.aWorkspace()

const routes = Object.values(contract).flatMap((feature) => Object.values(feature) as RouteSpec[])
interface Described {
  readonly 'x-permission': string
  readonly description: string
  readonly security: Record<string, unknown>[]
  readonly parameters?: { name: string }[]
}

const fill = (path: string, value: string) => path.replace(/\{\w+\}/g, value)

test('the description of the API is valid OpenAPI and names every route with its permission', async () => {
  const description = (await (await fetch(`${world.url}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Described>>
  }
  const { valid, errors } = await new Validator().validate(description as never)
  assert.ok(valid, JSON.stringify(errors))
  assert.ok(routes.length > 30)
  for (const route of routes) {
    const described = description.paths[route.path]?.[route.method.toLowerCase()]
    assert.equal(described?.['x-permission'], route.may, `${route.method} ${route.path}`)
  }
})

test('the description says of every route whether a session or an API key opens it, and how its workspace is named', async () => {
  const { paths } = (await (await fetch(`${world.url}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Described>>
  }
  for (const { method, path, may, allowsKeys } of routes) {
    const { security, description, parameters = [] } = paths[path]![method.toLowerCase()]!
    const schemes = security.flatMap((one) => Object.keys(one))
    const takesKeys = allowsKeys === true || scopes.includes(may as Permission)
    const expected = may === 'anyone' ? [] : ['session', 'bearer', ...(takesKeys ? ['apiKey'] : [])]
    assert.deepEqual(schemes, expected, `${method} ${path}`)
    if (may === 'operator') assert.match(description, /those who run this installation/)
    const names = parameters.map(({ name }) => name)
    const isInWorkspace = !['anyone', 'signed-in', 'operator'].includes(may)
    assert.equal(names.includes('x-workspace-slug'), isInWorkspace && !path.includes('{slug}'), `${method} ${path}`)
  }
})

test('every route answers those who are not signed in with an error of its protocol, unless it is for anyone', async () => {
  for (const route of routes) {
    if (route.may === 'anyone') continue
    const reply = await fetch(world.url + fill(route.path, crypto.randomUUID()), { method: route.method })
    assert.equal(reply.status, 401, `${route.method} ${route.path}`)
    const text = await reply.text()
    assert.equal(codeOfError(route, reply, text), 'auth/required', `${route.method} ${route.path}`)
    if (route.speaks) continue
    assert.match(reply.headers.get('content-type') ?? '', /^application\/problem\+json/)
    assert.equal((JSON.parse(text) as { requestId: string }).requestId, reply.headers.get('x-request-id'))
  }
})

test('whatever nonsense is sent to a route, the reply is an error with a known code and no stack', async () => {
  const bodies = [
    '',
    '{',
    '[]',
    'null',
    '"text"',
    '{"question": 7}',
    `{"title":"${'x'.repeat(400)}","text":"a"}`,
    '{"__proto__":{"a":1}}',
    '\u0000',
  ]
  const types = [
    'application/json',
    'text/plain',
    'multipart/form-data',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
  ]
  const ids = ['1', '%00', '..%2f..%2fetc', "'; drop table workspaces; --", '\u202eevil', 'a'.repeat(300)]
  for (const route of routes) {
    if (route.path === contract.auth.signOut.path) continue
    for (const [round, body] of bodies.entries()) {
      const type = types[round % types.length]!
      const address = `${fill(route.path, encodeURIComponent(ids[round % ids.length]!))}?limit=-${round}&cursor=%ff&permanently=maybe`
      const hasBody = route.method !== 'GET'
      const reply = await fetch(world.url + address, {
        method: route.method,
        headers: { authorization: `Bearer ${workspace.token}`, ...(hasBody ? { 'content-type': type } : {}) },
        ...(hasBody ? { body } : {}),
      })
      const text = await reply.text()
      if (reply.ok) continue
      const label = `${route.method} ${address} ${type} ${body.slice(0, 20)} → ${reply.status} ${text.slice(0, 300)}`
      assert.ok(reply.status < 500, label)
      if (!route.speaks) assert.match(reply.headers.get('content-type') ?? '', /^application\/problem\+json/, label)
      const code = codeOfError(route, reply, text) as keyof typeof errorTable
      assert.equal(errorTable[code]?.status, reply.status, label)
      assert.doesNotMatch(text, /node_modules|\.ts:\d|select .* from/i, label)
    }
  }
})

test('an address that does not exist is a problem too, for the API', async () => {
  const reply = await fetch(`${world.url}/api/nothing`)
  assert.equal(reply.status, 404)
  assert.equal(((await reply.json()) as { code: string }).code, 'request/not-found')
})

test('a page of another site cannot act in the name of a visitor', async () => {
  const signIn = await fetch(`${world.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: workspace.owner.email, password: 'correct horse battery' }),
  })
  const cookie = signIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  assert.match(signIn.headers.getSetCookie().join(), /HttpOnly/i)
  assert.match(signIn.headers.getSetCookie().join(), /SameSite=Lax/i)
  const ask = (headers: Record<string, string>) =>
    fetch(`${world.url}/api/brain/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie, ...headers },
      body: JSON.stringify({ question: 'Who are you?' }),
    })
  assert.equal((await ask({})).status, 200)
  assert.equal((await ask({ origin: world.url, 'sec-fetch-site': 'same-origin' })).status, 200)
  assert.equal((await ask({ origin: 'https://evil.example' })).status, 403)
  assert.equal((await ask({ 'sec-fetch-site': 'cross-site' })).status, 403)
})

test('every reply carries the security headers', async () => {
  for (const path of ['/api/openapi.json', '/livez', '/api/nothing', '/docs']) {
    const { headers } = await fetch(world.url + path)
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/, path)
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path)
    assert.equal(headers.get('referrer-policy'), 'no-referrer', path)
  }
})

test('the same request with the same idempotency key has one effect and one reply', async () => {
  const create = (key: string, name: string) =>
    fetch(`${world.url}/api/brain/collections`, {
      method: 'POST',
      headers: { authorization: `Bearer ${workspace.token}`, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ name }),
    })
  const key = crypto.randomUUID()
  const first = await create(key, 'Contracts')
  const second = await create(key, 'Contracts')
  assert.equal(first.status, 201)
  assert.equal(second.status, 201)
  assert.equal(second.headers.get('idempotent-replayed'), 'true')
  assert.deepEqual(await second.json(), await first.json())
  assert.equal((await create(key, 'Something else')).status, 422)
})

test('twenty times the same request at once has one effect', async () => {
  const key = crypto.randomUUID()
  const replies = await Promise.all(
    Array.from({ length: 20 }, () =>
      fetch(`${world.url}/api/brain/documents`, {
        method: 'POST',
        headers: { authorization: `Bearer ${workspace.token}`, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ title: 'Twenty', text: 'Said twenty times at once.' }),
      }),
    ),
  )
  for (const reply of replies) assert.ok([202, 409].includes(reply.status), String(reply.status))
  const { documents } = await workspace.client.call(contract.documents.listDocuments, { query: { q: 'Twenty' } })
  assert.equal(documents.length, 1)
})

test('the metrics have the names that dashboards expect', async () => {
  await workspace.client.call(contract.answers.askQuestion, { body: { question: 'What is said twenty times?' } })
  const text = await (await fetch(`${world.url}/metrics`)).text()
  for (const name of [
    'http_requests_total',
    'http_request_duration_seconds_bucket',
    'brain_queries_total',
    'brain_query_duration_seconds_bucket',
    'agent_requests_total',
    'brain_build_info',
  ])
    assert.match(text, new RegExp(`^${name}\\{`, 'm'), name)
  assert.doesNotMatch(text, new RegExp(`${workspace.id}|${workspace.slug}|${workspace.owner.id}`))
  assert.equal((await fetch(`${world.url}/metrics`, { headers: { 'x-forwarded-for': '192.0.2.1' } })).status, 401)
})

test('health is told to machines in a word and to admins in full', async () => {
  assert.equal(await (await fetch(`${world.url}/livez`)).text(), 'ok\n')
  assert.equal(await (await fetch(`${world.url}/readyz`)).text(), 'ok\n')
  const health = await workspace.client.call(contract.ops.healthz, {})
  assert.ok(health.checks.every((check) => check.isOk))
  const viewer = await workspace.addMember('viewer')
  await assert.rejects(viewer.client.call(contract.ops.healthz, {}), { code: 'auth/forbidden' })
})

test('the log holds neither questions nor passwords nor tokens', () => {
  const log = world.logLines.join('\n')
  assert.ok(world.logLines.length > 50)
  for (const secret of ['correct horse battery', workspace.token, 'said twenty times', 'Said twenty times at once'])
    assert.ok(!log.includes(secret), secret)
})
