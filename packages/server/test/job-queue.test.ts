import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { z } from 'zod'
import type { WorkspaceDb } from '#platform/database'
import { defineJob, enqueue, findProgress, type Job, JobAborted, JobQueue, jobKind, requestCancel } from '#platform/jobs'
import { type JobRow, listJobs, makeDataDir, makeWorkspaceId, openEngines, until } from './job-world.ts'
import { makeDatabase } from './world.ts'

const payload = z.object({ name: z.string() })
const count = jobKind({ queue: 'test.count', payload })
const scripted = jobKind({ queue: 'test.scripted', payload, maxAttempts: 2, leaseMs: 20_000 })
const first = jobKind({ queue: 'test.first', payload })

/** What a scripted job does, by the name in its payload. */
const scripts = new Map<string, (job: Job, signal: AbortSignal) => Promise<void>>()
const counted: string[] = []
const givenUp: string[] = []
let failuresLeft = 2

const definitions = [
  defineJob(first, { run: async (_ctx, { name }) => void counted.push(name) }),
  defineJob(scripted, {
    run: (ctx, { name }, job) => scripts.get(name)!(job, ctx.signal),
    onGivenUp: async (db, { name }, failure) => {
      givenUp.push(`${name} ${failure.code}`)
      await record(db, `given up ${name}`)
    },
  }),
  defineJob(count, {
    run: async (_ctx, { name }, job) => {
      if (name === 'job 77' && failuresLeft-- > 0) throw new Error('It fails twice')
      await job.finish((db) => record(db, name))
      counted.push(name)
    },
  }),
]

// The effect of a job: a row that cannot be there twice.
async function record(db: WorkspaceDb, name: string): Promise<void> {
  await db.query.insertInto('collections').values({ workspace_id: db.workspaceId, id: crypto.randomUUID(), name }).execute()
}

const database = await makeDatabase()
const dataDir = await makeDataDir()
const app = await openEngines({ dataDir, url: database?.url })
after(async () => {
  await app[Symbol.asyncDispose]()
  await database?.drop()
  await rm(dataDir, { recursive: true, force: true })
})
app.jobs.start(app, definitions)

let workspaceId: string
async function aWorkspace(): Promise<void> {
  workspaceId = await makeWorkspaceId(app)
}
const transact = <T>(work: (db: WorkspaceDb) => Promise<T>) => app.database.transact(workspaceId, work)
const jobs = (): Promise<JobRow[]> => transact(listJobs)
const effects = () =>
  transact(async (db) => (await db.query.selectFrom('collections').select('name').execute()).map((row) => row.name).sort())
const isIn = (state: string) => async () => (await jobs()).every((job) => job.state === state)

test('what was enqueued in a transaction that rolled back never runs', async () => {
  await aWorkspace()
  const work = transact(async (db) => {
    await enqueue(db, count, { name: 'never' })
    throw new Error('changed my mind')
  })
  await assert.rejects(work, /changed my mind/)
  await delay(100)
  assert.deepEqual(await jobs(), [])
  assert.ok(!counted.includes('never'))
})

test('of 500 jobs with one that fails twice, each takes effect once', async () => {
  await aWorkspace()
  counted.length = 0
  await transact(async (db) => {
    for (let i = 0; i < 500; i++) await enqueue(db, count, { name: `job ${i}` })
  })
  await until(isIn('done'), 30_000)
  assert.equal(counted.length, 500)
  assert.equal(new Set(counted).size, 500)
  assert.equal((await effects()).length, 500)
  assert.deepEqual(
    (await jobs()).filter((job) => job.attempt > 1).map((job) => job.attempt),
    [3],
  )
})

test('one workspace with a long queue does not keep another waiting, nor do long jobs the short ones named before them', async () => {
  const [busy, small] = [await makeWorkspaceId(app), await makeWorkspaceId(app)]
  counted.length = 0
  await app.database.transact(busy, async (db) => {
    for (let i = 0; i < 300; i++) await enqueue(db, count, { name: `busy ${i}` })
    await enqueue(db, first, { name: 'urgent' })
  })
  await app.database.transact(small, (db) => enqueue(db, count, { name: 'small' }))
  await until(() => counted.length >= 302)
  assert.ok(counted.indexOf('small') < 60, `the small workspace came after ${counted.indexOf('small')} jobs`)
  assert.ok(counted.indexOf('urgent') < 60, `the urgent one came after ${counted.indexOf('urgent')} jobs`)
})

test('a job that fails every time is dead, visible, and tells who waits for it in the same transaction', async () => {
  await aWorkspace()
  scripts.set('broken', async () => Promise.reject(new TypeError('secret text of a document')))
  await transact((db) => enqueue(db, scripted, { name: 'broken' }))
  await until(isIn('dead'))
  assert.deepEqual(await effects(), ['given up broken'])
  assert.ok(givenUp.includes('broken server/internal'))
  const rows = await transact((db) => db.query.selectFrom('jobs').select(['attempt', 'error_message']).execute())
  assert.deepEqual(rows, [{ attempt: 2, error_message: 'Something went wrong on our side.' }])
})

test('a job that ends its process each time is given up when its attempts are used up', async () => {
  await aWorkspace()
  await transact(async (db) => {
    await enqueue(db, scripted, { name: 'poison' }, { runAt: new Date(Date.now() + 60_000) })
    await sql`update jobs set state = 'active', attempt = max_attempts, lease_token = gen_random_uuid(), lease_until = now() - interval '1 s'
      where workspace_id = ${db.workspaceId}`.execute(db.query)
  })
  await until(isIn('dead'))
  assert.deepEqual(await effects(), ['given up poison'])
})

test('a run that lost its lease changes nothing any more', async () => {
  await aWorkspace()
  const outcomes: unknown[] = []
  scripts.set('overtaken', async (job) => {
    if (job.attempt > 1) return job.finish((db) => record(db, 'by the second'))
    await transact((db) =>
      sql`update jobs set state = 'ready', lease_token = null where workspace_id = ${db.workspaceId}`.execute(db.query),
    )
    outcomes.push(await job.checkpoint((db) => record(db, 'part by the first')).catch((error) => error))
    outcomes.push(await job.finish((db) => record(db, 'by the first')).catch((error) => error))
  })
  await transact((db) => enqueue(db, scripted, { name: 'overtaken' }))
  await until(() => outcomes.length === 2)
  await until(isIn('done'))
  assert.ok(outcomes.every((error) => error instanceof JobAborted && error.reason === 'lost'))
  assert.deepEqual(await effects(), ['by the second'])
})

test('a waiting job is cancelled at once, a running one within a second and without effect, and its key is free', async () => {
  await aWorkspace()
  const started = Promise.withResolvers<void>()
  const aborted = Promise.withResolvers<number>()
  scripts.set('long', async (job, signal) => {
    signal.addEventListener('abort', () => aborted.resolve(performance.now()))
    started.resolve()
    await delay(5_000, undefined, { signal }).catch(() => {})
    await job.finish((db) => record(db, 'long'))
  })
  await transact((db) => enqueue(db, scripted, { name: 'long' }, { dedupeKey: 'running' }))
  await transact((db) => enqueue(db, scripted, { name: 'long' }, { dedupeKey: 'waiting', runAt: new Date(Date.now() + 60_000) }))
  await started.promise

  const cancelledAt = performance.now()
  assert.equal(await transact((db) => requestCancel(db, scripted, 'waiting')), 'waiting')
  assert.equal(await transact((db) => requestCancel(db, scripted, 'running')), 'running')
  assert.equal(await transact((db) => requestCancel(db, scripted, 'running')), undefined)
  assert.ok((await aborted.promise) - cancelledAt < 1_000)
  await until(isIn('cancelled'))
  assert.deepEqual(await effects(), [])
  scripts.set('short', (job) => job.finish((db) => record(db, 'short')))
  assert.ok(await transact((db) => enqueue(db, scripted, { name: 'short' }, { dedupeKey: 'running' })))
  await until(async () => (await effects()).length === 1)
})

test('while a job with a key waits or runs there is no second one; later there may be', async () => {
  await aWorkspace()
  const add = () =>
    transact((db) => enqueue(db, count, { name: crypto.randomUUID() }, { dedupeKey: 'only', runAt: new Date(Date.now() + 300) }))
  assert.deepEqual([typeof (await add()), await add()], ['string', undefined])
  await until(isIn('done'))
  assert.equal(typeof (await add()), 'string')
})

test('a job waits for its time and then runs without delay', async () => {
  await aWorkspace()
  const due = Date.now() + 700
  await transact((db) => enqueue(db, count, { name: 'later' }, { runAt: new Date(due) }))
  await until(isIn('done'), 5_000)
  const late = Date.now() - due
  assert.ok(late >= 0 && late < 1_500, `${late} ms late`)
})

test('progress is seen while a job runs, and never goes back within a step', async () => {
  await aWorkspace()
  scripts.set('steps', async (job) => {
    for (const done of [0.1, 0.4, 0.2, 0.5]) {
      job.reportProgress(done)
      await delay(300)
    }
    await job.checkpoint(async () => {}, 0)
    await delay(300)
    job.reportProgress(0.7)
    await delay(1_000)
  })
  const seen: number[] = []
  await transact((db) => enqueue(db, scripted, { name: 'steps' }, { dedupeKey: 'steps' }))
  while (!(await isIn('done')())) {
    const progress = (await transact((db) => findProgress(db, scripted, ['steps']))).get('steps')
    if (progress !== undefined && progress !== seen.at(-1)) seen.push(Math.round(progress * 100) / 100)
    await delay(20)
  }
  const secondStep = seen.lastIndexOf(0)
  const isRising = (steps: number[]) => steps.every((value, i) => i === 0 || value >= steps[i - 1]!)
  assert.ok(secondStep > 0 && isRising(seen.slice(0, secondStep)) && isRising(seen.slice(secondStep)), seen.join(' '))
  assert.ok(seen.includes(0.4) && seen.includes(0.7), seen.join(' '))
})

test('a job whose process was killed runs again as soon as the embedded database is opened, and takes effect once', async (t) => {
  const killedDir = await makeDataDir()
  t.after(() => rm(killedDir, { recursive: true }))
  let ofKilled = ''
  {
    await using engines = await openEngines({ dataDir: killedDir })
    ofKilled = await makeWorkspaceId(engines)
    await engines.database.transact(ofKilled, (db) => enqueue(db, count, { name: 'survivor' }))
  }
  const child = spawn(process.execPath, [fileURLToPath(new URL('./processes/hang-in-a-job.ts', import.meta.url)), killedDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')

  await using engines = await openEngines({ dataDir: killedDir })
  const rows = () => engines.database.transact(ofKilled, listJobs)
  assert.deepEqual(
    (await rows()).map(({ state, attempt }) => ({ state, attempt })),
    [{ state: 'active', attempt: 1 }],
  )
  const restartedAt = performance.now()
  engines.jobs.start(engines, definitions)
  await until(async () => (await rows())[0]?.state === 'done')
  assert.ok(performance.now() - restartedAt < 10_000)
  assert.equal((await rows())[0]?.attempt, 2)
  const effects = await engines.database.transact(ofKilled, (db) => db.query.selectFrom('collections').select('name').execute())
  assert.deepEqual(effects, [{ name: 'survivor' }])
})

test('a stop lets short jobs end and gives long ones back, the attempt not counted', async () => {
  await aWorkspace()
  const other = new JobQueue({ database: app.database, log: app.log, metrics: app.metrics, parallel: 2 })
  const kind = jobKind({ queue: 'test.other', payload })
  const started: string[] = []
  other.start(app, [
    defineJob(kind, {
      run: async (ctx, { name }) => {
        started.push(name)
        await delay(name === 'short' ? 200 : 60_000, undefined, { signal: ctx.signal })
      },
    }),
  ])
  await transact(async (db) => {
    await enqueue(db, kind, { name: 'short' })
    await enqueue(db, kind, { name: 'long' })
  })
  await until(() => started.length === 2)
  const stoppedAt = performance.now()
  await other.stop(500)
  assert.ok(performance.now() - stoppedAt < 2_000)
  // They were made in the same moment, so which comes first is chance.
  assert.deepEqual((await jobs()).map(({ state, attempt }) => `${state}, attempt ${attempt}`).sort(), [
    'done, attempt 1',
    'ready, attempt 0',
  ])
})
