import { createHash } from 'node:crypto'
import { type CacheKind, cacheKinds } from '@brain-ai/contract'
import { LRUCache } from 'lru-cache'
import type { Log } from '#platform/log'
import type { Metrics } from '#platform/metrics'
import type { CacheSpace, CacheStore } from './cache-store.ts'
import { MemoryStore } from './memory-store.ts'
import { RedisStore } from './redis-store.ts'

/** In characters of their JSON; parsed they take some five times as much. */
const mostParsed = 1_000_000

/** How often a workspace was served by this process. */
interface Counts {
  readonly hits: Record<CacheKind, number>
  readonly misses: Record<CacheKind, number>
  evictions: number
}

/** A value, and whether it may be given to whoever asks next. */
export interface Made<T> {
  readonly value: T
  readonly mayKeep: boolean
}

export interface CacheConfig {
  readonly redisUrl: string | undefined
  /** Of memory, for all workspaces together; 0 switches the cache off. */
  readonly maxBytes: number
}

/**
 * What was made before and may be given again. Never throws: a store that fails has nothing and keeps nothing. Values are JSON.
 * Whoever asks names the workspace and the version of what the value was made of, and puts everything else that it depends on into
 * the key: who may read what above all.
 */
export class Cache implements AsyncDisposable {
  readonly startedAt: Date
  readonly #store: CacheStore | undefined
  readonly #metrics: Metrics
  readonly #log: Log
  readonly #release: string
  readonly #counts = new Map<string, Counts>()
  readonly #parsed = new LRUCache<string, object | string | number | boolean>({
    maxSize: mostParsed,
    maxEntrySize: mostParsed / 100,
    sizeCalculation: (_value, text) => text.length,
  })
  readonly #making = new Map<string, Promise<Made<unknown>>>()
  #isFailureSaid = false

  constructor(config: CacheConfig, given: { metrics: Metrics; log: Log; now: () => Date; release: string }) {
    const { metrics, log, release } = given
    this.#metrics = metrics
    this.#release = release
    this.#log = log
    this.startedAt = given.now()
    if (config.maxBytes === 0) return
    this.#store = config.redisUrl
      ? new RedisStore(config.redisUrl, log, (workspaceId, entries) => this.#countEvictions(workspaceId, entries))
      : new MemoryStore(config.maxBytes, (workspaceId) => this.#countEvictions(workspaceId, 1))
  }

  get isOn(): boolean {
    return this.#store !== undefined
  }

  /** What is kept under the key, frozen; undefined where there is nothing, or nothing of this version. */
  async get<T>(space: CacheSpace, key: string): Promise<T | undefined> {
    const value = await this.find<T>(space, key)
    if (value === undefined && this.#store) {
      this.#countsOf(space.workspaceId).misses[space.kind]++
      this.#metrics.cacheMisses.inc({ store: this.#store.name, kind: space.kind })
    }
    return value
  }

  /** As `get`, for who asks once more where nothing is found: that nothing was there is counted then. */
  async find<T>(space: CacheSpace, key: string): Promise<T | undefined> {
    const store = this.#store
    if (!store) return undefined
    const value = await this.#ask(async () => {
      const text = await store.get(space, this.#nameOf(key))
      return text === undefined ? undefined : (this.#parse(text) as T)
    })
    if (value !== undefined) {
      this.#countsOf(space.workspaceId).hits[space.kind]++
      this.#metrics.cacheHits.inc({ store: store.name, kind: space.kind })
    }
    return value
  }

  // What is given again and again is parsed once; for whoever changed it, it would be changed for all.
  #parse(text: string): unknown {
    const known = this.#parsed.get(text)
    if (known !== undefined) return known
    const value: unknown = JSON.parse(text, (_key, part: unknown) => Object.freeze(part))
    if (value !== null) this.#parsed.set(text, value as object)
    return value
  }

  async set(space: CacheSpace, key: string, value: unknown): Promise<void> {
    const store = this.#store
    if (store) await this.#ask(() => store.set(space, this.#nameOf(key), JSON.stringify(value)))
  }

  /**
   * What is kept, else what is made now: once in this process, however many ask for it meanwhile. Where making fails for the first,
   * the next one tries it.
   */
  async getOrMake<T>(space: CacheSpace, key: string, make: () => Promise<Made<T>>): Promise<T> {
    if (!this.isOn) return (await make()).value
    const name = `${space.workspaceId} ${space.kind} ${space.version} ${key}`
    for (;;) {
      const known = await this.get<T>(space, key)
      if (known !== undefined) return known
      const other = this.#making.get(name)
      if (other === undefined) break
      const made = await other.catch(() => undefined)
      if (made?.mayKeep) return made.value as T
    }
    const making = make()
    this.#making.set(name, making)
    try {
      const { value, mayKeep } = await making
      if (mayKeep) await this.set(space, key, value)
      return value
    } finally {
      if (this.#making.get(name) === making) this.#making.delete(name)
    }
  }

  /** Forgets what was made of versions before this one; without one, everything of the workspace. */
  async forget(workspaceId: string, before?: number): Promise<void> {
    const store = this.#store
    // Text of what was deleted leaves the memory too; what others still have there is parsed once more.
    this.#parsed.clear()
    if (store) await this.#ask(() => store.forget(workspaceId, before))
  }

  /** The workspaces of which something may be held, by this process or, in a shared store, by any. */
  async listWorkspaces(): Promise<string[]> {
    const store = this.#store
    return (store && (await this.#ask(() => store.listWorkspaces()))) ?? []
  }

  /** What there is of a workspace, and how often this process was served since `startedAt`. */
  async describe(workspaceId: string) {
    const store = this.#store
    const { hits, misses, evictions } = this.#countsOf(workspaceId)
    const held = store && (await this.#ask(() => store.describe(workspaceId)))
    return {
      store: store?.name ?? ('off' as const),
      isReachable: store === undefined || store.isReachable,
      bytes: held?.bytes ?? 0,
      maxBytes: store?.maxBytes ?? null,
      evictions,
      kinds: cacheKinds.map((kind) => ({
        kind,
        entries: held?.entries[kind] ?? 0,
        hits: hits[kind],
        misses: misses[kind],
      })),
      since: this.startedAt.toISOString(),
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#store?.[Symbol.asyncDispose]()
  }

  async #ask<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work()
      this.#isFailureSaid = false
      return result
    } catch (error) {
      if (!this.#isFailureSaid) this.#log.warn({ error: (error as Error).message }, 'the cache does not answer')
      this.#isFailureSaid = true
      return undefined
    }
  }

  // Another release may make the same in another way, or keep it in another shape.
  #nameOf(key: string): string {
    return `${this.#release} ${key}`
  }

  #countsOf(workspaceId: string): Counts {
    return this.#counts.getOrInsertComputed(workspaceId, () => ({ hits: zeros(), misses: zeros(), evictions: 0 }))
  }

  #countEvictions(workspaceId: string, entries: number): void {
    this.#countsOf(workspaceId).evictions += entries
    this.#metrics.cacheEvictions.inc({ store: this.#store!.name }, entries)
  }
}

const zeros = (): Record<CacheKind, number> => ({ embedding: 0, search: 0, answer: 0 })

/** A key that tells nothing of what it is made of. */
export function cacheKey(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}
