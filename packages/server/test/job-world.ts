import { randomUUIDv7 } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { readConfig } from '#config'
import { FileBlobStore } from '#platform/blobs'
import { Cache } from '#platform/cache'
import type { App } from '#platform/context'
import { migrate, openDatabase, type WorkspaceDb } from '#platform/database'
import { JobQueue } from '#platform/jobs'
import { Llm } from '#platform/llm'
import { createLog } from '#platform/log'
import { createMetrics } from '#platform/metrics'
import { KeyRing } from '#platform/secrets'
import { insertWorkspace } from '../src/features/workspaces/workspace-store.ts'
import { copyEmbeddedTemplate } from './embedded-template.ts'

/** The engines of a process, and its queue. */
export interface Engines extends App, AsyncDisposable {
  readonly jobs: JobQueue
}

/** The engines without features or HTTP: a database, and as many job queues as processes are to be played. */
export async function openEngines(options: {
  dataDir: string
  url?: string | undefined
  parallel?: number
  env?: Record<string, string>
}): Promise<Engines> {
  const opened = new AsyncDisposableStack()
  const config = readConfig({
    BRAIN_DATA_DIR: options.dataDir,
    BRAIN_JOBS_PARALLEL: String(options.parallel ?? 4),
    ...options.env,
  })
  const log = createLog('silent')
  const database = opened.use(await openDatabase({ url: options.url, dataDir: options.dataDir, maxConnections: 10, log }))
  await migrate(database)
  const metrics = createMetrics()
  const jobs = opened.use(new JobQueue({ database, log, metrics, parallel: config.jobsParallel }))
  const blobs = await FileBlobStore.open(join(options.dataDir, 'blobs'))
  const newId = () => randomUUIDv7()
  const now = () => new Date()
  const { limits, privateHosts } = config.models
  const llm = opened.use(new Llm({ limits, privateHosts, metrics, now }))
  const cache = opened.use(new Cache(config.cache, { metrics, log, now, release: 'test' }))
  const keyRing = new KeyRing(['the secret of a test'], 'keys of model providers')
  return {
    config,
    log,
    database,
    blobs,
    jobs,
    metrics,
    llm,
    cache,
    keyRing,
    now,
    newId,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

/** A data directory with an embedded database that is already migrated. */
export async function makeDataDir(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'brain-jobs-'))
  await copyEmbeddedTemplate(dataDir)
  return dataDir
}

export async function makeWorkspaceId(app: App): Promise<string> {
  const id = app.newId()
  await app.database.asSystem((db) => insertWorkspace(db, { id, slug: `w-${id.slice(-12)}`, name: 'Test', language: 'en' }))
  return id
}

/** Waits until the condition holds. @throws Error after ten seconds */
export async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const giveUpAt = Date.now() + timeoutMs
  while (!(await condition())) {
    if (Date.now() > giveUpAt) throw new Error(`Still not so after ${timeoutMs} ms: ${condition}`)
    await delay(10)
  }
}

export interface JobRow {
  id: string
  state: string
  attempt: number
  progress: number | null
  error_code: string | null
  dedupe_key: string | null
}

export async function listJobs(db: WorkspaceDb): Promise<JobRow[]> {
  const query = db.query.selectFrom('jobs').select(['id', 'state', 'attempt', 'progress', 'error_code', 'dedupe_key'])
  return query.where('workspace_id', '=', db.workspaceId).orderBy('created_at').orderBy('id').execute()
}
