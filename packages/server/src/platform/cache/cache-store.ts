import type { CacheKind } from '@brain-ai/contract'

/** The entries of one workspace and kind that were made of the same version of it; those of another version are never given out. */
export interface CacheSpace {
  readonly workspaceId: string
  readonly kind: CacheKind
  /** Of what the entries are made of; grows. 0 where they are made of nothing that changes. */
  readonly version: number
}

/** What a store holds of one workspace. */
export interface HeldEntries {
  readonly bytes: number
  readonly entries: Readonly<Record<CacheKind, number>>
}

/** Where entries are kept. Losing all of it loses no data. */
export interface CacheStore extends AsyncDisposable {
  readonly name: 'memory' | 'redis'
  /** Undefined where the store decides. */
  readonly maxBytes: number | undefined
  readonly isReachable: boolean
  get(space: CacheSpace, key: string): Promise<string | undefined>
  /** Keeps it, unless the space is known in a newer version; what it holds of older ones goes. */
  set(space: CacheSpace, key: string, value: string): Promise<void>
  /**
   * Forgets what was made of versions before this one, and takes nothing of those any more, however late it comes; without one,
   * everything of the workspace.
   */
  forget(workspaceId: string, before?: number): Promise<void>
  describe(workspaceId: string): Promise<HeldEntries>
  /** Of which something may be held. */
  listWorkspaces(): Promise<string[]>
}

/** How long an entry is kept that nothing else ends. */
export const keptForMs = 24 * 3_600_000
