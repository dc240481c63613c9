import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after } from 'node:test'
import { type CacheView, contract, type Role, type WarmupView } from '@brain-ai/contract'

const at = '2026-03-01T09:00:00.000Z'

export const aWarmup: WarmupView = {
  id: '00000000-0000-7000-8000-000000000001',
  state: 'queued',
  questions: 0,
  done: 0,
  warmed: 0,
  known: 0,
  failed: 0,
  tokens: 0,
  maxTokens: 100_000,
  failure: null,
  createdAt: at,
  finishedAt: null,
}

interface CacheServer {
  readonly env: Record<string, string>
  /** What was asked of it, as "DELETE /api/brain/cache", with the body where there was one. */
  readonly requests: string[]
  cache: CacheView
  role: Role
  /** The warm-up as each look at the cache finds it, once one was begun; the last one stays. */
  steps: Partial<WarmupView>[]
}

/** A server that knows who is signed in and its cache, and lets a test say how a warm-up goes. Replies go through the contract. */
export async function startCacheServer(): Promise<CacheServer> {
  const state: Omit<CacheServer, 'env'> = {
    requests: [],
    role: 'owner',
    steps: [],
    cache: {
      store: 'memory',
      isReachable: true,
      bytes: 0,
      maxBytes: 64_000_000,
      evictions: 0,
      kinds: [{ kind: 'answer', entries: 2, hits: 3, misses: 1 }],
      since: at,
      warmup: null,
    },
  }
  const { getCache, emptyCache, warmUpCache, stopWarmup } = contract.cache
  const { getMe } = contract.auth
  const handle = (name: string, response: ServerResponse) => {
    const reply = (status: number, body?: unknown) =>
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(body === undefined ? undefined : JSON.stringify(body))
    const { cache, steps } = state
    switch (name) {
      case `${getMe.method} ${getMe.path}`:
        return reply(200, getMe.reply.parse(aPerson(state.role)))
      case `${getCache.method} ${getCache.path}`: {
        const step = steps.length > 1 ? steps.shift() : steps[0]
        if (cache.warmup && step) cache.warmup = { ...cache.warmup, ...step }
        return reply(200, getCache.reply.parse(cache))
      }
      case `${warmUpCache.method} ${warmUpCache.path}`:
        cache.warmup ??= aWarmup
        return reply(202, warmUpCache.reply.parse(cache.warmup))
      case `${emptyCache.method} ${emptyCache.path}`:
      case `${stopWarmup.method} ${stopWarmup.path}`:
        return reply(204)
      default:
        return reply(404, { code: 'request/not-found', detail: name, status: 404 })
    }
  }
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const name = `${request.method} ${request.url}`
    state.requests.push(body === '' ? name : `${name} ${body}`)
    handle(name, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return Object.assign(state, { env: { BRAIN_URL: `http://127.0.0.1:${port}`, BRAIN_API_KEY: 'brain_test' } })
}

const aPerson = (role: Role) => ({
  user: { id: 'ada', name: 'Ada', email: 'ada@example.com', language: null, isOperator: false, hasSecondFactor: false },
  workspaces: [
    {
      id: '00000000-0000-7000-8000-000000000002',
      slug: 'acme',
      name: 'Acme',
      role,
      status: 'active',
      plan: 'free',
      language: 'en',
      timeZone: 'UTC',
      createdAt: at,
    },
  ],
})
