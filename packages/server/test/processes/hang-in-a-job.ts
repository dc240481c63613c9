import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { defineJob, jobKind } from '#platform/jobs'
import { openEngines } from '../job-world.ts'

// Takes a job from the data directory in its first argument, writes half of nothing, says so, and never ends.
const app = await openEngines({ dataDir: process.argv[2]! })
const kind = jobKind({ queue: 'test.count', payload: z.object({ name: z.string() }) })
const hang = defineJob(kind, {
  run: async (_ctx, { name }) => {
    process.stdout.write(`${name}\n`)
    await delay(600_000)
  },
})
app.jobs.start(app, [hang])
