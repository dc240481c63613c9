import { rm } from 'node:fs/promises'
import { sql } from 'kysely'
import { z } from 'zod'
import { defineJob, enqueue, jobKind } from '#platform/jobs'
import * as store from '../src/platform/jobs/job-store.ts'
import { makeDataDir, makeWorkspaceId, openEngines, until } from './job-world.ts'
const dataDir = await makeDataDir()
const app = await openEngines({ dataDir, parallel: 4 })
const kind = jobKind({ queue: 'test.count', payload: z.object({ name: z.string() }) })
const busy = await makeWorkspaceId(app)
for (let w = 0; w < 50; w++) { const id = await makeWorkspaceId(app); await app.database.transact(id, (db) => enqueue(db, kind, { name: 'x' }, { runAt: new Date(Date.now() + 3600_000) })) }
await app.database.transact(busy, async (db) => {
  await sql`insert into jobs (workspace_id, id, queue, payload) select ${busy}, gen_random_uuid(), 'test.count', '{"name":"x"}' from generate_series(1, 10000)`.execute(db.query)
})
const claim = () => app.database.asSystem((db) => store.claimJob(db, { queues: ['test.count', 'a', 'b'], leases: [1e4, 1e4, 1e4], token: crypto.randomUUID() }))
for (let i = 0; i < 20; i++) await claim()
let t = performance.now()
for (let i = 0; i < 100; i++) await claim()
console.log('claim ms', (performance.now() - t) / 100)
t = performance.now()
for (let i = 0; i < 20; i++) await app.database.asSystem(store.countWaiting)
console.log('look ms', (performance.now() - t) / 20)
await app.database.asSystem((db) => sql`update jobs set state='done' where state <> 'ready' or run_at > now()`.execute(db.query))
let n = 0
t = performance.now()
app.jobs.start(app, [defineJob(kind, { run: async () => { n++ } })])
await until(() => n >= 1000, 60000)
console.log('job ms', (performance.now() - t) / n)
await app[Symbol.asyncDispose]()
await rm(dataDir, { recursive: true })
