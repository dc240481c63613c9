import { type CacheKind, cacheKinds } from '@brain-ai/contract'
import { createClient } from '@redis/client'
import type { Log } from '#platform/log'
import { type CacheSpace, type CacheStore, type HeldEntries, keptForMs } from './cache-store.ts'

/** A cache that takes longer than making anew is none. */
const deadlineMs = 500
const reconnectMs = 1_000
/** Of one workspace and kind. */
const mostEntries = 20_000

/** For how long Redis is not asked after it took too long, so that not every request waits for it in vain. */
const pauseMs = 2_000

// One hash for each workspace and kind, with the version it was made of in the field `version`: all of an older version goes in one
// step, and nobody reads between the two. The version stays when the rest goes, so that what is made of an older one comes too late.
// A space that is full begins anew.
const setScript = `
local version = tonumber(redis.call('hget', KEYS[1], 'version') or '-1')
local given = tonumber(ARGV[1])
if version > given then return 0 end
local dropped = 0
if version < given then redis.call('unlink', KEYS[1])
elseif redis.call('hlen', KEYS[1]) > tonumber(ARGV[5]) then
  dropped = redis.call('hlen', KEYS[1]) - 1
  redis.call('unlink', KEYS[1])
end
redis.call('hset', KEYS[1], 'version', ARGV[1], ARGV[2], ARGV[3])
redis.call('pexpire', KEYS[1], ARGV[4])
return dropped`

const forgetScript = `
local version = tonumber(redis.call('hget', KEYS[1], 'version') or '0')
local before = tonumber(ARGV[1])
if version >= before then return end
redis.call('unlink', KEYS[1])
redis.call('hset', KEYS[1], 'version', ARGV[1])
redis.call('pexpire', KEYS[1], ARGV[2])`

const emptyScript = `
local version = redis.call('hget', KEYS[1], 'version')
if not version then return end
redis.call('unlink', KEYS[1])
redis.call('hset', KEYS[1], 'version', version)
redis.call('pexpire', KEYS[1], ARGV[1])`

/** In Redis, for all processes. While it is away nothing is found and nothing kept; it comes back by itself. */
export class RedisStore implements CacheStore {
  readonly name = 'redis'
  readonly maxBytes = undefined
  readonly #client: ReturnType<typeof createClient>
  readonly #onEvicted: (workspaceId: string, entries: number) => void
  #pausedUntil = 0

  /** @param url `redis://` or `rediss://` */
  constructor(url: string, log: Log, onEvicted: (workspaceId: string, entries: number) => void) {
    this.#onEvicted = onEvicted
    this.#client = createClient({
      url,
      disableOfflineQueue: true,
      pingInterval: 5_000,
      socket: { connectTimeout: 2_000, socketTimeout: 15_000, reconnectStrategy: () => reconnectMs },
    })
    let isSaid = false
    this.#client.on('ready', () => {
      isSaid = false
    })
    this.#client.on('error', (error: Error) => {
      if (!isSaid) log.warn({ error: error.message }, 'Redis cannot be reached; nothing is cached meanwhile')
      isSaid = true
    })
    // Tries again until it is there; a server that starts without Redis works without it.
    this.#client.connect().catch(() => {})
  }

  get isReachable(): boolean {
    return this.#client.isReady && performance.now() >= this.#pausedUntil
  }

  async get(space: CacheSpace, key: string): Promise<string | undefined> {
    const [version, value] = await this.#ask((client) => client.hmGet(nameOf(space), ['version', key]))
    return version === String(space.version) && value ? value : undefined
  }

  async set(space: CacheSpace, key: string, value: string): Promise<void> {
    const given = { keys: [nameOf(space)], arguments: [`${space.version}`, key, value, `${keptForMs}`, `${mostEntries}`] }
    const dropped = Number(await this.#ask((client) => client.eval(setScript, given)))
    if (dropped > 0) this.#onEvicted(space.workspaceId, dropped)
  }

  async forget(workspaceId: string, before?: number): Promise<void> {
    const isConcerned = (kind: CacheKind) => before === undefined || kind !== 'embedding'
    const names = cacheKinds.filter(isConcerned).map((kind) => nameOf({ workspaceId, kind }))
    const script = before === undefined ? emptyScript : forgetScript
    const values = before === undefined ? [`${keptForMs}`] : [`${before}`, `${keptForMs}`]
    await this.#ask((client) => Promise.all(names.map((name) => client.eval(script, { keys: [name], arguments: values }))))
  }

  async describe(workspaceId: string): Promise<HeldEntries> {
    const held = await this.#ask((client) =>
      Promise.all(
        cacheKinds.map(async (kind) => {
          const name = nameOf({ workspaceId, kind })
          const [length, bytes] = await Promise.all([client.hLen(name), client.memoryUsage(name)])
          return { kind, entries: Math.max(0, length - 1), bytes: bytes ?? 0 }
        }),
      ),
    )
    return {
      bytes: held.reduce((sum, { bytes }) => sum + bytes, 0),
      entries: Object.fromEntries(held.map(({ kind, entries }) => [kind, entries])) as Record<CacheKind, number>,
    }
  }

  async listWorkspaces(): Promise<string[]> {
    const found = new Set<string>()
    let cursor = '0'
    do {
      const page = await this.#ask((client) => client.scan(cursor, { MATCH: 'brain:{*', COUNT: 1_000 }))
      for (const name of page.keys) found.add(name.slice('brain:{'.length, name.indexOf('}')))
      cursor = page.cursor
    } while (cursor !== '0')
    return [...found]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client.destroy()
  }

  async #ask<T>(work: (client: Client) => Promise<T>): Promise<T> {
    if (performance.now() < this.#pausedUntil) throw new Error('Redis took too long a moment ago')
    const asked = work(this.#client)
    // What comes after its time is nobody's any more.
    asked.catch(() => {})
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      this.#pausedUntil = performance.now() + pauseMs
      late.reject(new Error('Redis took too long'))
    }, deadlineMs)
    return Promise.race([asked, late.promise]).finally(() => clearTimeout(timer))
  }
}

type Client = ReturnType<typeof createClient>

// The braces keep what belongs to a workspace on one node of a cluster.
const nameOf = ({ workspaceId, kind }: Pick<CacheSpace, 'workspaceId' | 'kind'>): string => `brain:{${workspaceId}}:${kind}`
