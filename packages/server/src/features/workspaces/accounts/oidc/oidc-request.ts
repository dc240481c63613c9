import { deriveKey, openSealed, sealText } from '#platform/secrets'

const validForMs = 10 * 60_000
const owner = 'the browser that began'

/** What a browser carries while it is at the provider: with it, an answer fits the question of the same browser, once. */
export interface OidcRequest {
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
  readonly returnTo: string
  /** Who is signed in and wants to sign in through the provider as well from now on. */
  readonly linkTo?: string | undefined
}

/** Keeps the request in a cookie that only this installation can read, for ten minutes. */
export class OidcRequests {
  readonly #key: Buffer
  readonly #isSecure: boolean
  readonly cookieName: string

  constructor(secret: string, isSecure: boolean) {
    this.#key = deriveKey(secret, 'requests to the OpenID provider')
    this.#isSecure = isSecure
    this.cookieName = isSecure ? '__Host-brain.oidc' : 'brain.oidc'
  }

  toCookie(request: OidcRequest, now: Date): string {
    const until = now.getTime() + validForMs
    return this.#cookie(sealText(this.#key, JSON.stringify({ ...request, until }), owner), validForMs / 1000)
  }

  /** Undefined for one that is too old, or that nobody here has written. */
  fromCookie(value: string | undefined, now: Date): OidcRequest | undefined {
    const text = value && openSealed(this.#key, value, owner)
    if (!text) return undefined
    const { until, ...request } = JSON.parse(text) as OidcRequest & { until: number }
    return until > now.getTime() ? request : undefined
  }

  emptyCookie(): string {
    return this.#cookie('', 0)
  }

  #cookie(value: string, maxAgeSeconds: number): string {
    const secure = this.#isSecure ? '; Secure' : ''
    return `${this.cookieName}=${value}; Max-Age=${maxAgeSeconds}; Path=/; HttpOnly; SameSite=Lax${secure}`
  }
}
