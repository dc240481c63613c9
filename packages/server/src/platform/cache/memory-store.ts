import { type CacheKind, cacheKinds } from '@brain-ai/contract'
import { LRUCache } from 'lru-cache'
import { type CacheSpace, type CacheStore, type HeldEntries, keptForMs } from './cache-store.ts'

/** Beside its text: the entry in the list, its key, its place in the set of its space. */
const bytesBeside = 300

interface Entry {
  readonly space: HeldSpace
  readonly value: string
}

/** Stays when it is empty: it says which versions are over. */
interface HeldSpace {
  readonly workspaceId: string
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
        space.bytes -= sizeOf(key, value)
        // An entry that was written anew is held still.
        if (reason !== 'set') space.keys.delete(key)
        if (reason === 'evict') onEvicted(space.workspaceId)
      },
    })
  }

  async get(space: CacheSpace, key: string): Promise<string | undefined> {
    const held = this.#spaces.get(nameOf(space))
    if (held?.version !== space.version) return undefined
    return this.#entries.get(`${held.name} ${key}`)?.value
  }

  async set(space: CacheSpace, key: string, value: string): Promise<void> {
    const held = this.#spaceOf(space)
    if (held.version > space.version) return
    this.#moveTo(held, space.version)
    const full = `${held.name} ${key}`
    const size = sizeOf(full, value)
    if (size > this.maxBytes) return void this.#entries.delete(full)
    held.keys.add(full)
    held.bytes += size
    this.#entries.set(full, { space: held, value })
  }

  async forget(workspaceId: string, before?: number): Promise<void> {
    for (const kind of cacheKinds) {
      if (before === undefined) this.#empty(this.#spaceOf({ workspaceId, kind }))
      else if (kind !== 'embedding') this.#moveTo(this.#spaceOf({ workspaceId, kind }), before)
    }
  }

  async describe(workspaceId: string): Promise<HeldEntries> {
    const held = cacheKinds.map((kind) => [kind, this.#spaces.get(nameOf({ workspaceId, kind }))] as const)
    return {
      bytes: held.reduce((sum, [, space]) => sum + (space?.bytes ?? 0), 0),
      entries: Object.fromEntries(held.map(([kind, space]) => [kind, space?.keys.size ?? 0])) as HeldEntries['entries'],
    }
  }

  async listWorkspaces(): Promise<string[]> {
    const held = [...this.#spaces.values()].filter(({ keys }) => keys.size > 0)
    return [...new Set(held.map(({ workspaceId }) => workspaceId))]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#entries.clear()
    this.#spaces.clear()
  }

  #spaceOf({ workspaceId, kind }: { workspaceId: string; kind: CacheKind }): HeldSpace {
    const name = nameOf({ workspaceId, kind })
    return this.#spaces.getOrInsertComputed(name, () => ({ workspaceId, name, version: 0, keys: new Set(), bytes: 0 }))
  }

  #moveTo(held: HeldSpace, version: number): void {
    if (held.version >= version) return
    this.#empty(held)
    held.version = version
  }

  #empty(held: HeldSpace): void {
    for (const key of [...held.keys]) this.#entries.delete(key)
  }
}

const nameOf = ({ workspaceId, kind }: Pick<CacheSpace, 'workspaceId' | 'kind'>): string => `${workspaceId} ${kind}`

// Two bytes for each character are the most that a string takes.
const sizeOf = (key: string, value: string): number => 2 * (key.length + value.length) + bytesBeside
