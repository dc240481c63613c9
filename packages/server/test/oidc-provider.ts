import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

export const clientId = 'brain'
export const clientSecret = 'a-secret-that-the-provider-gave-out'

/** What the provider says of one of its people; the name in the map is their `sub`. */
export interface Person {
  readonly email?: string
  readonly email_verified?: boolean
  readonly name?: string
}

interface SigningKey {
  readonly privateKey: KeyObject
  readonly jwk: { readonly kid: string; readonly [part: string]: unknown }
}

/** A real OpenID provider in the test process, which can be away, change its keys, and be made to tell lies. */
export interface TestOidcProvider {
  readonly issuer: string
  readonly people: Map<string, Person>
  /** Who is signed in at the provider, as whom its page signs everybody in without asking. */
  present: string
  /** Instead of what the provider would answer to the next codes. */
  forge: ((real: { sign: typeof signToken; key: SigningKey }) => string) | undefined
  /** How often the token endpoint was asked. */
  readonly asked: () => number
  start(redirectUri: string): Promise<void>
  stop(): Promise<void>
  /** Takes another key from now on. */
  changeKeys(): void
}

export async function makeOidcProvider(): Promise<TestOidcProvider> {
  const port = await freePort()
  const issuer = `http://127.0.0.1:${port}`
  const people = new Map<string, Person>()
  let key = makeKey()
  let asked = 0
  let redirectUri = ''
  let server: Server | undefined
  let provider = makeProvider(issuer, { people, key, redirectUri })

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith('/interaction/'))
      return provider.interactionFinished(request, response, { login: { accountId: test.present } })
    if (request.url === '/token') {
      asked++
      if (test.forge) {
        const body = { access_token: 'x', token_type: 'Bearer', expires_in: 60, id_token: test.forge({ sign: signToken, key }) }
        return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      }
    }
    return provider.callback()(request, response)
  }
  const test: TestOidcProvider = {
    issuer,
    people,
    present: '',
    forge: undefined,
    asked: () => asked,
    async start(uri) {
      redirectUri = uri
      provider = makeProvider(issuer, { people, key, redirectUri })
      server = createServer((request, response) => void handle(request, response)).listen(port, '127.0.0.1')
      await once(server, 'listening')
    },
    async stop() {
      server?.closeAllConnections()
      server?.close()
      server = undefined
    },
    changeKeys() {
      key = makeKey()
      provider = makeProvider(issuer, { people, key, redirectUri })
    },
  }
  return test
}

function makeProvider(issuer: string, given: { people: Map<string, Person>; key: SigningKey; redirectUri: string }): Provider {
  const { people, key, redirectUri } = given
  return new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri || 'http://localhost/unknown'],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [key.jwk] },
    cookies: { keys: ['of the tests'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}` },
    findAccount: (_: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub, ...people.get(sub) }) }),
    // Nobody is asked whether the product may know their address.
    async loadExistingGrant(ctx: { oidc: { provider: Provider; session: { accountId: string } } }) {
      const grant = new ctx.oidc.provider.Grant({ accountId: ctx.oidc.session.accountId, clientId })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
}

export function makeKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid: crypto.randomUUID(), use: 'sig', alg: 'RS256' }
  return { privateKey, jwk }
}

/** A token of three parts, signed as RS256 unless the header says otherwise. */
export function signToken(key: SigningKey, claims: Record<string, unknown>, header: Record<string, unknown> = {}): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part({ alg: 'RS256', kid: key.jwk.kid, ...header })}.${part(claims)}`
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key.privateKey, 'base64url')}`
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
