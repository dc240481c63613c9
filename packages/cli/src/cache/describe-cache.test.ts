import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CacheView, WarmupView } from '@brain-ai/contract'
import type { Terminal } from '../terminal/terminal.ts'
import { describeCache, describeWarmup } from './describe-cache.ts'

const terminal: Terminal = {
  out: () => {},
  note: () => {},
  paint: (_format, text) => text,
  paintNote: (_format, text) => text,
  isWatched: false,
  columns: 80,
}

const warmup: WarmupView = {
  id: '00000000-0000-7000-8000-000000000000',
  state: 'complete',
  questions: 20,
  done: 20,
  warmed: 15,
  known: 4,
  failed: 1,
  tokens: 1234,
  maxTokens: 100_000,
  failure: null,
  createdAt: '2026-03-01T14:05:30.000Z',
  finishedAt: '2026-03-01T14:06:00.000Z',
}

const cache: CacheView = {
  store: 'memory',
  isReachable: true,
  bytes: 1_250_000,
  maxBytes: 64_000_000,
  evictions: 3,
  kinds: [
    { kind: 'embedding', entries: 12, hits: 30, misses: 10 },
    { kind: 'search', entries: 7, hits: 1, misses: 2 },
    { kind: 'answer', entries: 0, hits: 0, misses: 0 },
  ],
  since: '2026-03-01T09:00:00.000Z',
  warmup,
}

test('the cache is a table with a hit rate where something was looked for', () => {
  assert.equal(
    describeCache(cache, terminal),
    `Kept in        the memory of the server process that answered; gone with a restart
Room taken     1.3 MB of 64.0 MB that all workspaces share; 3 entries made room for others
Counted since  2026-03-01 09:00 UTC

                         entries      hits    misses  hit rate
vectors of questions          12        30        10      75 %
pages of results               7         1         2      33 %
answers                        0         0         0         -

Warm-up of 2026-03-01 14:05 UTC: complete, 20 of 20 questions: 15 warmed, 4 known already, 1 not answered; 1234 of 100000 tokens.`,
  )
})

test('a Redis that does not answer, and a cache that is off, are told in words', () => {
  const redis = describeCache({ ...cache, store: 'redis', isReachable: false, maxBytes: null, warmup: null }, terminal)
  assert.match(redis, /^Kept in +Redis, which does not answer; everything is made anew meanwhile$/m)
  assert.match(redis, /^Room taken +1\.3 MB; 3 entries/m)
  assert.doesNotMatch(redis, /Warm-up/)
  assert.equal(describeCache({ ...cache, store: 'off' }, terminal), 'The cache is off: everything is made anew.')
})

test('a warm-up says why it ended, and nothing of figures before it has begun', () => {
  const failure = { code: 'limit/reached', message: 'The workspace has used its tokens.' }
  assert.match(
    describeWarmup({ ...warmup, state: 'stopped', done: 3, failure }),
    /^stopped before its end \(The workspace has used its tokens\), 3 of 20 questions/,
  )
  assert.equal(describeWarmup({ ...warmup, state: 'queued', questions: 0, done: 0 }), 'waiting to begin.')
})
