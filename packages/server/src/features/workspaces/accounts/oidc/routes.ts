import { BrainError, contract } from '@brain-ai/contract'
import * as client from 'openid-client'
import type { App } from '#platform/context'
import { type PublicContext, type ServedRoute, serve, textReply } from '#platform/http'
import { findCookie, type SessionCache } from '../session-cache.ts'
import type { Sessions } from '../sessions.ts'
import { chooseAccount } from './choose-account.ts'
import { OidcProvider } from './oidc-provider.ts'
import { OidcRequests } from './oidc-request.ts'
import { returnPath } from './return-path.ts'

const signInPath = '/sign-in'

export interface OidcRoutes {
  readonly app: App
  readonly secret: string
  readonly signIn: Sessions
  readonly sessions: SessionCache
  /** The address people use, without a slash at its end; known once the server listens. */
  readonly url: () => string
}

/** Signing in through the OpenID provider: browsers are sent there and come back, and every refusal ends on the sign-in page. */
export function oidcRoutes({ app, secret, signIn, sessions, url }: OidcRoutes): ServedRoute[] {
  const { oidc } = app.config
  const provider = oidc && new OidcProvider(oidc, app.log)
  const requests = new OidcRequests(secret, signIn.isSecure)
  const redirectUri = () => `${url()}${contract.auth.finishOidc.path}`

  return [
    serve(contract.auth.startOidc, async (ctx, { query }) => {
      if (!provider) throw notConfigured()
      const returnTo = returnPath(query.returnTo)
      const linkTo = isOwnPage(ctx.headers) ? (await sessions.find(ctx.headers))?.user.id : undefined
      const random = { state: client.randomState(), nonce: client.randomNonce(), codeVerifier: client.randomPKCECodeVerifier() }
      const request = { ...random, returnTo, linkTo }
      try {
        const address = await provider.authorizationUrl(redirectUri(), request)
        ctx.setCookies([requests.toCookie(request, app.now())])
        return redirect(address.href)
      } catch (error) {
        return showProblem(ctx, error, linkTo === undefined ? signInPath : returnTo)
      }
    }),
    serve(contract.auth.finishOidc, async (ctx, { query }) => {
      if (!provider) throw notConfigured()
      // Used up, however it ends.
      ctx.setCookies([requests.emptyCookie()])
      const request = requests.fromCookie(findCookie(ctx.headers, requests.cookieName), app.now())
      const problemPath = request?.linkTo === undefined ? signInPath : request.returnTo
      try {
        if (!request) throw new BrainError('auth/provider-refused', 'This sign-in took too long, or began in another browser.')
        const identity = await provider.identify(callbackUrl(redirectUri(), query), request)
        if (request.linkTo !== undefined) await assertSignedIn(sessions, ctx, request.linkTo)
        const userId = await chooseAccount(app, identity, request.linkTo)
        if (request.linkTo === undefined) {
          const { cookies } = await signIn.openSession(userId, ctx)
          ctx.setCookies([requests.emptyCookie(), ...cookies])
        }
        return redirect(request.returnTo)
      } catch (error) {
        return showProblem(ctx, error, problemPath)
      }
    }),
  ]
}

// A link on a foreign page must not tie an account here to whoever the browser is signed in as at the provider.
const isOwnPage = (headers: Headers) => headers.get('sec-fetch-site') === 'same-origin'

async function assertSignedIn(sessions: SessionCache, ctx: PublicContext, userId: string): Promise<void> {
  const session = await sessions.find(ctx.headers)
  if (session?.user.id !== userId)
    throw new BrainError('auth/provider-refused', 'You have signed out meanwhile. Sign in, and link the provider again.')
}

function callbackUrl(redirectUri: string, query: Readonly<Record<string, string | undefined>>): URL {
  const url = new URL(redirectUri)
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value)
  return url
}

const redirect = (location: string) => textReply('', { status: 302, headers: { location } })

/** A browser is on its way, so a refusal is shown on a page of the app. Bugs stay bugs. */
function showProblem(ctx: PublicContext, error: unknown, path: string) {
  if (!(error instanceof BrainError)) throw error
  ctx.log.info({ code: error.code }, 'somebody did not get in through the OpenID provider')
  const location = new URL(path, 'http://here.invalid')
  location.searchParams.set('problem', error.code)
  return redirect(`${location.pathname}${location.search}${location.hash}`)
}

const notConfigured = () => new BrainError('request/not-found', 'No sign-in provider is configured here.')
