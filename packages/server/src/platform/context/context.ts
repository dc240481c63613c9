import { type Limits, may, type Permission, type Role } from '@brain-ai/contract'
import type { Config } from '#config'
import type { BlobStore } from '#platform/blobs'
import type { Cache } from '#platform/cache'
import type { Database, Reader, WorkspaceDb } from '#platform/database'
import type { Llm } from '#platform/llm'
import type { Log } from '#platform/log'
import type { Metrics } from '#platform/metrics'
import type { KeyRing } from '#platform/secrets'

/** The engines of one process, built once and passed on. Knows no feature. */
export interface App {
  readonly config: Config
  readonly log: Log
  readonly database: Database
  readonly blobs: BlobStore
  readonly metrics: Metrics
  readonly llm: Llm
  readonly cache: Cache
  /** Seals the keys that workspaces give to the product. */
  readonly keyRing: KeyRing
  readonly now: () => Date
  /** A UUID of version 7: sorts by the time it was made. */
  readonly newId: () => string
}

/** The API key that a request came with. */
export interface RequestKey {
  readonly id: string
  readonly scopes: readonly Permission[]
}

/** On whose behalf something is done: a member, or the product itself in a job. */
export type Actor =
  | { readonly kind: 'member'; readonly userId: string; readonly role: Role; readonly key?: RequestKey }
  | { readonly kind: 'job'; readonly queue: string }

/** One request or one job inside one workspace. `transact` is the only way to the rows of that workspace. */
export interface WorkspaceContext {
  readonly app: App
  readonly workspaceId: string
  readonly actor: Actor
  /** As they were when the request began; unknown in a job. */
  readonly limits: Limits | undefined
  readonly signal: AbortSignal
  readonly log: Log
  readonly transact: <T>(work: (db: WorkspaceDb) => Promise<T>) => Promise<T>
  /** As `transact`, for work that is one statement: its commit goes on the way together with it. */
  readonly transactOnce: <T>(work: (db: WorkspaceDb) => Promise<T>) => Promise<T>
  /** As `transact`, for what only reads: nobody waits for its end. */
  readonly read: <T>(work: (db: WorkspaceDb) => Promise<T>) => Promise<T>
}

/** Binds the engines to one workspace for one request or job. */
export function createWorkspaceContext(
  app: App,
  given: { workspaceId: string; actor: Actor; signal: AbortSignal; limits?: Limits; log?: Log },
): WorkspaceContext {
  const reader = readerOf(given.actor)
  return {
    app,
    workspaceId: given.workspaceId,
    actor: given.actor,
    limits: given.limits,
    signal: given.signal,
    log: (given.log ?? app.log).child({ workspaceId: given.workspaceId }),
    transact: (work) => app.database.transact(given.workspaceId, work, { reader }),
    transactOnce: (work) => app.database.transact(given.workspaceId, work, { reader, isSingle: true }),
    read: (work) => app.database.transact(given.workspaceId, work, { reader, isReadOnly: true }),
  }
}

/** Whether the actor of a request or job holds a permission: by the role, and with an API key by its scopes as well. */
export function actorMay(actor: Actor, permission: Permission): boolean {
  if (actor.kind === 'job') return true
  return may(actor.role, permission) && (actor.key === undefined || actor.key.scopes.includes(permission))
}

function readerOf(actor: Actor): Reader {
  if (actor.kind === 'job') return 'product'
  return { userId: actor.userId, managesCollections: actorMay(actor, 'collections.manage') }
}
