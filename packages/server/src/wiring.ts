import { contract, type RouteSpec } from '@brain-ai/contract'
import { agentRoutes } from '#agents'
import { type Answering, answerJobs, answerRoutes } from '#answers'
import { costRoutes } from '#costs'
import { documentJobs, documentRoutes, type Extractor, importSample, type PassageIndex } from '#documents'
import { integrationRoutes } from '#integrations'
import { findEmbeddingModel, modelRoutes } from '#models'
import { opsRoutes, Readiness } from '#ops'
import type { App } from '#platform/context'
import type { Authenticator, ServedRoute } from '#platform/http'
import { indexPassages, noteModelChoice, notePassages, removePassages, retrievalJobs, retrievalRoutes } from '#retrieval'
import {
  createAuthenticator,
  createSignIn,
  type KeyCache,
  type Revocations,
  SessionCache,
  type UsageCounter,
  workspaceRoutes,
} from '#workspaces'
import { version } from './version.ts'

export interface Wiring {
  readonly routes: readonly ServedRoute[]
  readonly authenticator: Authenticator
  readonly readiness: Readiness
}

// Documents come before retrieval, so what they need of it is handed to them.
function passageIndex({ config }: Pick<App, 'config'>): PassageIndex {
  const hasModel = config.models.embeddingModel !== undefined
  return {
    addPassages: indexPassages,
    removePassages,
    notePassages: (db, documentId) => notePassages(db, documentId, { hasModel }),
  }
}

/**
 * Names every feature: its routes, its jobs, and who listens to whom.
 * @param given.url the address people use; where none is set its port is known once the server listens
 */
export function wire(
  app: App,
  given: {
    secret: string
    url: () => string
    keys: KeyCache
    usage: UsageCounter
    revocations: Revocations
    answering: Answering
  },
): Wiring {
  const { keys, usage, revocations, answering } = given
  const signIn = createSignIn(app, given.secret)
  const { findSession, cookieName } = signIn
  const sessions = new SessionCache({ lookUp: findSession, cookieName, now: () => app.now().getTime() })
  revocations.onUserEnded((userId) => sessions.forgetUser(userId))
  const readiness = new Readiness(app)

  const features = [
    ...workspaceRoutes({
      app,
      version,
      signIn,
      sessions,
      url: given.url,
      secret: given.secret,
      usage,
      onSampleWanted: async (ctx) => void (await importSample(ctx)),
    }),
    ...costRoutes,
    ...modelRoutes({ onEmbeddingModelChosen: (ctx) => ctx.transact(noteModelChoice) }),
    ...documentRoutes({ index: passageIndex(app) }),
    ...retrievalRoutes,
    ...agentRoutes,
    ...answerRoutes(answering),
    ...integrationRoutes({ answering, version }),
  ]
  const specs: RouteSpec[] = [...features.map((served) => served.route), ...Object.values(contract.ops)]
  const operations = opsRoutes({ app, version, readiness, routes: specs })
  return {
    routes: [...features, ...operations],
    authenticator: createAuthenticator(app, { sessions, keys, usage, revocations }),
    readiness,
  }
}

/** Every kind of background job. */
export const jobDefinitions = (app: App, given: { extractor: Extractor; answering: Answering }) => [
  ...documentJobs({ index: passageIndex(app), extractor: given.extractor }),
  ...retrievalJobs({ findModel: findEmbeddingModel }),
  ...answerJobs(given.answering),
]
