import { contract, type RouteSpec } from '@brain-ai/contract'
import { answerRoutes } from '#answers'
import { documentJobs, documentRoutes, type Extractor, importSample, type PassageIndex } from '#documents'
import { opsRoutes, Readiness } from '#ops'
import type { App } from '#platform/context'
import type { Authenticator, ServedRoute } from '#platform/http'
import { indexPassages, removePassages, retrievalRoutes } from '#retrieval'
import { createAuthenticator, createSignIn, SessionCache, workspaceRoutes } from '#workspaces'
import { version } from './version.ts'

export interface Wiring {
  readonly routes: readonly ServedRoute[]
  readonly authenticator: Authenticator
  readonly readiness: Readiness
}

// Documents come before retrieval, so what they need of it is handed to them.
const index: PassageIndex = { addPassages: indexPassages, removePassages }

/** Names every feature: its routes, its jobs, and who listens to whom. */
export function wire(app: App, given: { secret: string; url: string }): Wiring {
  const signIn = createSignIn({ pool: app.database.pool, secret: given.secret, url: given.url, newId: app.newId })
  const sessions = new SessionCache(signIn.findSession, () => app.now().getTime())
  const readiness = new Readiness(app)

  const features = [
    ...workspaceRoutes({ app, version, signIn, sessions, onSampleWanted: async (ctx) => void (await importSample(ctx)) }),
    ...documentRoutes({ index }),
    ...retrievalRoutes,
    ...answerRoutes,
  ]
  const specs: RouteSpec[] = [...features.map((served) => served.route), ...Object.values(contract.ops)]
  const operations = opsRoutes({ app, version, readiness, routes: specs })
  return { routes: [...features, ...operations], authenticator: createAuthenticator(app, sessions), readiness }
}

/** Every kind of background job. */
export const jobDefinitions = (extractor: Extractor) => documentJobs({ index, extractor })
