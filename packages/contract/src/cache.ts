import { z } from 'zod'
import { route } from './route.ts'

/** What is kept: vectors of questions, pages of search results, whole answers. */
export const cacheKinds = ['embedding', 'search', 'answer'] as const
export type CacheKind = (typeof cacheKinds)[number]

const count = z.number().int().min(0)

/**
 * `queued` · `running` · `complete` · `stopped`: its budget or a limit of the workspace was used up, or somebody stopped it · `failed`
 */
export const warmupStates = ['queued', 'running', 'complete', 'stopped', 'failed'] as const
export type WarmupState = (typeof warmupStates)[number]

export const WarmupView = z
  .object({
    id: z.uuid(),
    state: z.enum(warmupStates),
    questions: count.describe('how many are to be asked; known once it runs'),
    done: count,
    warmed: count.describe('of those done: answered, and kept'),
    known: count.describe('of those done: in the cache already'),
    failed: count.describe('of those done: could not be answered'),
    tokens: count.describe('used so far'),
    maxTokens: count,
    failure: z.object({ code: z.string(), message: z.string() }).nullable(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Warmup' })
export type WarmupView = z.infer<typeof WarmupView>

export const CacheView = z
  .object({
    store: z.enum(['memory', 'redis', 'off']).describe('`memory`: each process has its own, and this is what the asked one has'),
    isReachable: z.boolean().describe('false: Redis does not answer, and everything is made anew meanwhile'),
    bytes: count.describe('of this workspace'),
    maxBytes: count.nullable().describe('for all workspaces together; null: Redis decides'),
    evictions: count.describe('entries of this workspace that made room for others'),
    kinds: z.array(z.object({ kind: z.enum(cacheKinds), entries: count, hits: count, misses: count })),
    since: z.iso.datetime().describe('when counting began'),
    warmup: WarmupView.nullable().describe('the newest one'),
  })
  .meta({ id: 'Cache' })
export type CacheView = z.infer<typeof CacheView>

const tag = 'Cache'

export const cache = {
  getCache: route({
    method: 'GET',
    path: '/api/brain/cache',
    summary: 'What is kept of answers, searches and vectors of this workspace, how often it served, and how the warm-up goes',
    tag,
    may: 'cache.manage',
    reply: CacheView,
  }),
  emptyCache: route({
    method: 'DELETE',
    path: '/api/brain/cache',
    summary: 'Forgets everything kept of this workspace; what is asked next is made anew',
    tag,
    may: 'cache.manage',
    status: 204,
  }),
  warmUpCache: route({
    method: 'POST',
    path: '/api/brain/cache/warmup',
    summary: 'Answers the most asked questions of the last 30 days beforehand; while one runs, it is that one',
    tag,
    may: 'cache.manage',
    body: z.object({
      questions: z.number().int().min(1).max(200).default(20).describe('at most so many'),
      maxTokens: z
        .number()
        .int()
        .min(0)
        .max(10_000_000)
        .default(100_000)
        .describe('of models; stops before the next question once used'),
    }),
    reply: WarmupView,
    status: 202,
    perMinute: 60,
  }),
  stopWarmup: route({
    method: 'DELETE',
    path: '/api/brain/cache/warmup',
    summary: 'Stops the warm-up that waits or runs; what is kept stays',
    tag,
    may: 'cache.manage',
    status: 204,
  }),
} as const
