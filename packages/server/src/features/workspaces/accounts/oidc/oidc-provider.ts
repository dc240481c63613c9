import { BrainError } from '@brain-ai/contract'
import * as client from 'openid-client'
import type { OidcConfig } from '#config'
import type { Log } from '#platform/log'
import { describeFault, isUnavailable } from './oidc-faults.ts'
import type { OidcRequest } from './oidc-request.ts'

const timeoutSeconds = 10
const knownForMs = 3_600_000
// Only what is signed with a key of the provider: never `none`, never a secret that both sides know.
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']

/** Who the provider says somebody is. */
export interface Identity {
  readonly issuer: string
  readonly subject: string
  /** In lower case. */
  readonly email: string | undefined
  readonly isEmailVerified: boolean
  readonly name: string | undefined
}

/** The OpenID provider of the configuration. It is asked for its addresses when it is first needed, and again after it was away. */
export class OidcProvider {
  readonly #config: OidcConfig
  readonly #log: Log
  readonly #isLocal: boolean
  #known: { server: Promise<client.ServerMetadata>; until: number } | undefined

  constructor(config: OidcConfig, log: Log) {
    this.#config = config
    this.#log = log
    this.#isLocal = config.issuer.startsWith('http:')
  }

  /** Where to send a browser. @throws BrainError auth/provider-unavailable */
  async authorizationUrl(redirectUri: string, request: OidcRequest): Promise<URL> {
    const configuration = await this.#configure()
    return client.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: 'openid email profile',
      state: request.state,
      nonce: request.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(request.codeVerifier),
      code_challenge_method: 'S256',
    })
  }

  /**
   * Exchanges the code that a browser came back with, and checks the answer: state, nonce, PKCE, issuer, audience, signature, times.
   * @throws BrainError auth/provider-refused · auth/provider-unavailable
   */
  async identify(callback: URL, { state, nonce, codeVerifier }: OidcRequest): Promise<Identity> {
    const configuration = await this.#configure()
    try {
      const tokens = await client.authorizationCodeGrant(configuration, callback, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      })
      const claims = tokens.claims()!
      const { userinfo_endpoint } = configuration.serverMetadata()
      // Many providers keep the address out of the id token.
      const more =
        claims.email === undefined && userinfo_endpoint
          ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)
          : claims
      return {
        issuer: claims.iss,
        subject: claims.sub,
        email: typeof more.email === 'string' ? more.email.trim().toLowerCase() : undefined,
        isEmailVerified: more.email_verified === true,
        name: typeof more.name === 'string' && more.name.trim() !== '' ? more.name.trim().slice(0, 120) : undefined,
      }
    } catch (error) {
      this.#log.warn({ fault: describeFault(error) }, 'the OpenID provider did not sign somebody in')
      throw isUnavailable(error) ? this.#unavailable(error) : refused(error)
    }
  }

  // Made anew each time: the keys of the provider are fetched with it, so that one that has changed its keys is believed at once.
  async #configure(): Promise<client.Configuration> {
    const server = await this.#discover()
    const { clientId, clientSecret } = this.#config
    const isPost = server.token_endpoint_auth_methods_supported?.includes('client_secret_post')
    const authentication = isPost ? client.ClientSecretPost(clientSecret) : client.ClientSecretBasic(clientSecret)
    const configuration = new client.Configuration({ ...server }, clientId, undefined, authentication)
    configuration.timeout = timeoutSeconds
    configuration[client.customFetch] = this.#fetchFrom([server.token_endpoint, server.userinfo_endpoint, server.jwks_uri])
    if (this.#isLocal) client.allowInsecureRequests(configuration)
    client.enableNonRepudiationChecks(configuration)
    return configuration
  }

  async #discover(): Promise<client.ServerMetadata> {
    const now = Date.now()
    if (this.#known && this.#known.until > now) return this.#known.server
    const known = { server: this.#askForAddresses(), until: now + knownForMs }
    this.#known = known
    try {
      return await known.server
    } catch (error) {
      if (this.#known === known) this.#known = undefined
      this.#log.warn({ fault: describeFault(error) }, 'the OpenID provider could not be reached')
      throw this.#unavailable(error)
    }
  }

  async #askForAddresses(): Promise<client.ServerMetadata> {
    const { issuer, clientId } = this.#config
    const addresses = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
    const found = await client.discovery(new URL(issuer), clientId, undefined, undefined, {
      timeout: timeoutSeconds,
      [client.customFetch]: this.#fetchFrom([addresses]),
      ...(this.#isLocal && { execute: [client.allowInsecureRequests] }),
    })
    const { supportsPKCE: _, ...server } = found.serverMetadata()
    const signed = (server.id_token_signing_alg_values_supported ?? ['RS256']).filter((name) => algorithms.includes(name))
    return { ...server, id_token_signing_alg_values_supported: signed }
  }

  /** Only to the addresses that the configuration and the provider itself name; no redirect is followed. */
  #fetchFrom(addresses: readonly (string | undefined)[]): client.CustomFetch {
    const allowed = new Set(addresses.map((address) => address && URL.parse(address)?.href))
    return (url, options) => {
      const asked = URL.parse(url)
      const isPlain = asked?.protocol === 'http:' && !(this.#isLocal && isLoopback(asked.hostname))
      if (!asked || isPlain || !allowed.has(asked.href))
        throw new BrainError('auth/provider-refused', 'The sign-in provider names an address that is not its own.')
      return fetch(url, { ...options, redirect: 'manual' } as RequestInit)
    }
  }

  #unavailable(cause: unknown): BrainError {
    const message = `${this.#config.name} does not answer. Try again in a moment, or sign in another way.`
    return new BrainError('auth/provider-unavailable', message, {}, { cause })
  }
}

const isLoopback = (host: string) => host === 'localhost' || host === '127.0.0.1' || host === '[::1]'

const refused = (cause: unknown) =>
  new BrainError(
    'auth/provider-refused',
    'The sign-in provider did not let you in. Try again from the sign-in page.',
    {},
    { cause },
  )
