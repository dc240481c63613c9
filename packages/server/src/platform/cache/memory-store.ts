import { cacheKinds } from '@brain-ai/contract'
import { LRUCache } from 'lru-cache'
import { type CacheSpace, type CacheStore, type HeldEntries, keptForMs } from './cache-store.ts'

/** Beside its text: the entry in the list, its key, its place in the set of its space. */
const bytesBeside = 300

interface Entry {
  readonly space: HeldSpace
  readonly value: string
}

interface HeldSpace {
  readonly name: string
  version: number
  readonly keys: Set<string>
  bytes: number
}

/** In the memory of this process; what was used longest ago makes room. */
export class MemoryStore implements CacheStore {
  readonly name = 'memory'
  readonly isReachable = true
  readonly maxBytes: number
  readonly #entries: LRUCache<string, Entry>
  readonly #spaces = new Map<string, HeldSpace>()

  /** @param onEvicted an entry of the workspace made room for another one */
  constructor(maxBytes: number, onEvicted: (workspaceId: string) => void) {
    this.maxBytes = maxBytes
    this.#entries = new LRUCache<string, Entry>({
      maxSize: maxBytes,
      ttl: keptForMs,
      sizeCalculation: ({ value }, key) => sizeOf(key, value),
      dispose: ({ space, value }, key, reason) => {
        // An entry that was written anew is held still.
        if (reason === 'set') space.bytes -= sizeOf(key, value)
        else this.#leave(space, key, value)
        if (reason === 'evict') onEvicted(space.name.slice(0, space.name.indexOf(' ')))
      },
    })
  }

  async get(space: CacheSpace, key: string): Promise<string | undefined> {
    const held = this.#spaces.get(nameOf(space))
    if (held?.version !== space.version) return undefined
    return this.#entries.get(`${held.name} ${key}`)?.value
  }

  async set(space: CacheSpace, key: string, value: string): Promise<void> {
    const name = nameOf(space)
    const held = this.#spaces.get(name) ?? { name, version: space.version, keys: new Set<string>(), bytes: 0 }
    if (held.version > space.version) return
    if (held.version < space.version) this.#empty(held)
    held.version = space.version
    const full = `${name} ${key}`
    const size = sizeOf(full, value)
    if (size > this.maxBytes) return
    this.#spaces.set(name, held)
    held.keys.add(full)
    held.bytes += size
    this.#entries.set(full, { space: held, value })
  }

  async forget(workspaceId: string, before = Number.POSITIVE_INFINITY): Promise<void> {
    for (const kind of cacheKinds) {
      const held = this.#spaces.get(nameOf({ workspaceId, kind }))
      const isConcerned = held && (before === Number.POSITIVE_INFINITY || held.version > 0)
      if (isConcerned && held.version < before) this.#empty(held)
    }
  }

  async describe(workspaceId: string): Promise<HeldEntries> {
    const held = cacheKinds.map((kind) => [kind, this.#spaces.get(nameOf({ workspaceId, kind }))] as const)
    return {
      bytes: held.reduce((sum, [, space]) => sum + (space?.bytes ?? 0), 0),
      entries: Object.fromEntries(held.map(([kind, space]) => [kind, space?.keys.size ?? 0])) as HeldEntries['entries'],
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#entries.clear()
  }

  #empty(held: HeldSpace): void {
    for (const key of [...held.keys]) this.#entries.delete(key)
  }

  #leave(space: HeldSpace, key: string, value: string): void {
    space.keys.delete(key)
    space.bytes -= sizeOf(key, value)
    if (space.keys.size === 0 && this.#spaces.get(space.name) === space) this.#spaces.delete(space.name)
  }
}

const nameOf = ({ workspaceId, kind }: Pick<CacheSpace, 'workspaceId' | 'kind'>): string => `${workspaceId} ${kind}`

// Two bytes for each character are the most that a string takes.
const sizeOf = (key: string, value: string): number => 2 * (key.length + value.length) + bytesBeside
