import { type CacheKind, cacheKinds } from '@brain-ai/contract'
import { createClient } from '@redis/client'
import type { Log } from '#platform/log'
import { type CacheSpace, type CacheStore, type HeldEntries, keptForMs } from './cache-store.ts'

/** A cache that takes longer than making anew is none. */
const deadlineMs = 500
const reconnectMs = 1_000
/** Of one workspace and kind. */
const mostEntries = 20_000

// One hash for each workspace and kind, with the version it was made of in the field `version`: all of an older version goes in one
// step, and nobody reads between the two. A space that is full begins anew.
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

// Version 0 stands for what is made of nothing that changes.
const forgetScript = `
local version = tonumber(redis.call('hget', KEYS[1], 'version') or '0')
if version > 0 and version < tonumber(ARGV[1]) then redis.call('unlink', KEYS[1]) end`

/** In Redis, for all processes. While it is away nothing is found and nothing kept; it comes back by itself. */
export class RedisStore implements CacheStore {
  readonly name = 'redis'
  readonly maxBytes = undefined
  readonly #client: ReturnType<typeof createClient>
  readonly #onEvicted: (workspaceId: string, entries: number) => void

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
    return this.#client.isReady
  }

  async get(space: CacheSpace, key: string): Promise<string | undefined> {
    const [version, value] = await inTime(this.#client.hmGet(nameOf(space), ['version', key]))
    return version === String(space.version) && value ? value : undefined
  }

  async set(space: CacheSpace, key: string, value: string): Promise<void> {
    const given = { keys: [nameOf(space)], arguments: [`${space.version}`, key, value, `${keptForMs}`, `${mostEntries}`] }
    const dropped = Number(await inTime(this.#client.eval(setScript, given)))
    if (dropped > 0) this.#onEvicted(space.workspaceId, dropped)
  }

  async forget(workspaceId: string, before?: number): Promise<void> {
    const names = cacheKinds.map((kind) => nameOf({ workspaceId, kind }))
    if (before === undefined) return void (await inTime(Promise.all(names.map((name) => this.#client.unlink(name)))))
    await inTime(Promise.all(names.map((name) => this.#client.eval(forgetScript, { keys: [name], arguments: [`${before}`] }))))
  }

  async describe(workspaceId: string): Promise<HeldEntries> {
    const held = await inTime(
      Promise.all(
        cacheKinds.map(async (kind) => {
          const name = nameOf({ workspaceId, kind })
          const [length, bytes] = await Promise.all([this.#client.hLen(name), this.#client.memoryUsage(name)])
          return { kind, entries: Math.max(0, length - 1), bytes: bytes ?? 0 }
        }),
      ),
    )
    return {
      bytes: held.reduce((sum, { bytes }) => sum + bytes, 0),
      entries: Object.fromEntries(held.map(({ kind, entries }) => [kind, entries])) as Record<CacheKind, number>,
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client.destroy()
  }
}

// The braces keep what belongs to a workspace on one node of a cluster.
const nameOf = ({ workspaceId, kind }: Pick<CacheSpace, 'workspaceId' | 'kind'>): string => `brain:{${workspaceId}}:${kind}`

async function inTime<T>(work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error('Redis took too long')), deadlineMs)
  // What comes after its time is nobody's any more.
  work.catch(() => {})
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer))
}
