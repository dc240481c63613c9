import { randomUUIDv7 } from 'node:crypto'
import { join } from 'node:path'
import { type Answering, AskedReader, answerRun, KnownAnswers, RunRegistry } from '#answers'
import type { Config } from '#config'
import { forgetOutdated, openExtractor } from '#documents'
import { providerKeysPurpose, resealKeys } from '#models'
import { FileBlobStore } from '#platform/blobs'
import { Cache } from '#platform/cache'
import type { App } from '#platform/context'
import type { Database } from '#platform/database'
import { createHttpServer } from '#platform/http'
import { JobQueue } from '#platform/jobs'
import { Llm } from '#platform/llm'
import type { Log } from '#platform/log'
import { Mailer } from '#platform/mail'
import { createMetrics } from '#platform/metrics'
import { KeyRing } from '#platform/secrets'
import { issueSetupToken, KeyCache, listSecrets, Revocations, setUpFromConfig, UsageCounter } from '#workspaces'
import { version } from './version.ts'
import { jobDefinitions, wire } from './wiring.ts'

const requestGraceMs = 10_000

export interface RunningServer {
  /** The address people use, without a slash at its end. */
  readonly url: string
  readonly port: number
  /** The one-time link that makes the owner; undefined once there is one. */
  readonly setupLink: string | undefined
  readonly engine: 'embedded' | 'native'
  readonly app: App
  /** Lets running requests and jobs end or go back to the queue, then closes everything. */
  stop(): Promise<void>
}

/** Builds everything above the open database and begins to serve. @param given.opened takes what has to be closed, in reverse order */
export async function runApp(given: {
  config: Config
  log: Log
  database: Database
  opened: AsyncDisposableStack
  webAppDir: string | undefined
}): Promise<RunningServer> {
  const { config, log, database, opened, webAppDir } = given
  const metrics = createMetrics()
  metrics.buildInfo.set({ version, engine: database.engine }, 1)
  const now = () => new Date()
  const blobs = await FileBlobStore.open(join(config.dataDir, 'blobs'), { isShared: database.engine === 'native' })
  const extractor = opened.use(openExtractor(config))
  const jobs = opened.use(new JobQueue({ database, log, metrics, parallel: config.jobsParallel }))
  const mailer = opened.use(new Mailer({ database, log, metrics, server: config.mail }))
  const { limits, privateHosts, localModel } = config.models
  const llm = opened.use(new Llm({ limits, localModel, privateHosts, metrics, now }))
  const secrets = await database.asSystem((db) => listSecrets(db, config))
  const keyRing = new KeyRing(secrets, providerKeysPurpose)
  const cache = opened.use(new Cache(config.cache, { metrics, log, now, release: version }))
  const app: App = { config, log, database, blobs, metrics, llm, cache, keyRing, now, newId: () => randomUUIDv7() }
  const usage = opened.use(new UsageCounter(app))
  const keys = opened.use(new KeyCache(app))
  const revocations = opened.use(new Revocations(app))
  opened.use(await forgetOutdated(app))
  const asked = new AskedReader(app)
  const known = opened.use(
    new KnownAnswers({ cache, readState: (ctx) => asked.readState(ctx), make: answerRun, newId: app.newId }),
  )
  const registry = opened.use(new RunRegistry(app))
  await registry.start()
  const answering: Answering = { registry, asked, known, countQuestion: (ctx) => usage.take(ctx, 'queries') }

  let port = config.port
  const addressOfUsers = () => config.url ?? `http://localhost:${port}`
  const { routes, authenticator, readiness } = wire(app, {
    ...{ secret: secrets[0], url: addressOfUsers, keys, usage, revocations, answering },
  })
  const http = await createHttpServer(app, { routes, authenticator, webAppDir })
  await setUpFromConfig(app)
  await resealKeys(app)
  const setupToken = await issueSetupToken(app)
  mailer.start()
  jobs.start(app, jobDefinitions(app, { extractor, answering }))
  port = await http.listen()
  opened.defer(() => http.stop(requestGraceMs))
  opened.defer(() => readiness.startStopping())

  const url = addressOfUsers()
  log.info({ url, engine: database.engine, version }, 'started')
  const stop = once(async () => {
    log.info('stopping')
    await opened.disposeAsync()
    log.info('stopped')
  })
  return { url, port, setupLink: setupToken && `${url}/setup?token=${setupToken}`, engine: database.engine, app, stop }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => (running ??= work())
}
