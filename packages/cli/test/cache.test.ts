import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brain, spawnBrain } from './brain.ts'
import { aWarmup, startCacheServer } from './cache-server.ts'

const changes = (requests: readonly string[]) => requests.filter((request) => !request.startsWith('GET'))

test('the state of the cache is a table, or JSON for a script', async () => {
  const server = await startCacheServer()
  const shown = await brain(['cache'], { env: server.env })
  assert.equal(shown.exitCode, 0, shown.note)
  assert.match(shown.out, /^answers +2 +3 +1 +75 %$/m)
  assert.equal((await brain(['cache', 'show'], { env: server.env })).out, shown.out)
  const json = await brain(['cache', '--json'], { env: server.env })
  assert.deepEqual(JSON.parse(json.out), server.cache)
  assert.deepEqual(changes(server.requests), [])
})

test('emptying says what follows from it', async () => {
  const server = await startCacheServer()
  const { exitCode, out } = await brain(['cache', 'empty'], { env: server.env })
  assert.equal(exitCode, 0)
  assert.equal(out, 'The cache is empty. What is asked next is made anew.\n')
  assert.deepEqual(changes(server.requests), ['DELETE /api/brain/cache'])
})

test('a warm-up is followed to its end and its figures are told', async () => {
  const server = await startCacheServer()
  server.steps = [
    {},
    { state: 'running', questions: 4, done: 1, warmed: 1 },
    { state: 'complete', questions: 4, done: 4, warmed: 3, known: 1, tokens: 250 },
  ]
  const { exitCode, out, note } = await brain(['cache', 'warmup', '--questions', '4', '--max-tokens', '500'], { env: server.env })
  assert.equal(exitCode, 0, note)
  assert.match(
    out,
    /^The warm-up is complete, 4 of 4 questions: 3 warmed, 1 known already, 0 not answered; 250 of 100000 tokens\.$/m,
  )
  assert.equal(note, '')
  assert.deepEqual(changes(server.requests), ['POST /api/brain/cache/warmup {"questions":4,"maxTokens":500}'])
})

test('a script can tell a warm-up that came to its end from one that did not', async () => {
  const server = await startCacheServer()
  const end = async (step: (typeof server.steps)[number], ...options: string[]) => {
    server.cache.warmup = null
    server.steps = [{}, { questions: 4, ...step }]
    return brain(['cache', 'warmup', ...options], { env: server.env })
  }
  const stopped = await end({ state: 'stopped', done: 2, warmed: 2 })
  assert.deepEqual([stopped.exitCode, /stopped before its end, 2 of 4/.test(stopped.out)], [1, true])
  const partly = await end({ state: 'complete', done: 4, warmed: 3, failed: 1 }, '--json')
  assert.deepEqual([partly.exitCode, JSON.parse(partly.out).failed], [1, 1])
  const failed = await end({ state: 'failed', failure: { code: 'model/unavailable', message: 'The model does not answer.' } })
  assert.equal(failed.exitCode, 4)
  assert.match(failed.note, /The warm-up failed: The model does not answer\./)
})

test('Ctrl+C ends the following alone, and says so', async () => {
  const server = await startCacheServer()
  server.steps = [{ state: 'running', questions: 4, done: 1 }]
  const running = spawnBrain(['cache', 'warmup'], { env: server.env })
  const looks = () => server.requests.filter((request) => request === 'GET /api/brain/cache').length
  while (looks() < 3) await new Promise((resolve) => setTimeout(resolve, 25))
  running.process.kill('SIGINT')
  const { exitCode, note } = await running.ended
  assert.equal(exitCode, 130)
  assert.match(note, /the warm-up goes on\. `brain cache stop` stops it/)
  assert.deepEqual(changes(server.requests), ['POST /api/brain/cache/warmup {}'])
})

test('one that is under way is followed instead of beginning another, and can be stopped', async () => {
  const server = await startCacheServer()
  server.cache.warmup = { ...aWarmup, state: 'running', questions: 2 }
  server.steps = [{ done: 1 }, { state: 'complete', done: 2, known: 2 }]
  const followed = await brain(['cache', 'warmup'], { env: server.env })
  assert.equal(followed.exitCode, 0, followed.note)
  assert.match(followed.note, /under way already; this follows it/)
  assert.match((await brain(['cache', 'stop'], { env: server.env })).out, /No warm-up is under way/)
  server.steps = [{ state: 'running' }]
  assert.match((await brain(['cache', 'stop'], { env: server.env })).out, /The warm-up is stopped/)
  assert.equal(server.requests.at(-1), 'DELETE /api/brain/cache/warmup')
})

test('whoever may not manage the cache, or has none, is told', async () => {
  const server = await startCacheServer()
  server.cache.store = 'off'
  const off = await brain(['cache', 'warmup'], { env: server.env })
  assert.deepEqual([off.exitCode, /The cache is off/.test(off.note)], [4, true])
  server.role = 'member'
  const member = await brain(['cache', 'empty'], { env: server.env })
  assert.equal(member.exitCode, 4)
  assert.match(member.note, /As member of Acme you may not see or change the cache/)
  assert.deepEqual(changes(server.requests), [])
})
