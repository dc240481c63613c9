import type { z } from 'zod'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'

/** What anyone needs to know of a kind of job to enqueue one. */
export interface JobKind<Payload> {
  /** As `documents.index`: the feature and the verb. */
  readonly queue: string
  readonly payload: z.ZodType<Payload>
  /** A job that failed this often, or killed the process this often, is dead. */
  readonly maxAttempts: number
  /** How long a run may be silent before another process takes over; a living run extends its lease by itself. */
  readonly leaseMs: number
}

/** One run of a job. It holds the job only while its lease lasts, so every effect goes through `checkpoint` or `finish`. */
export interface Job {
  readonly id: string
  /** 1 for the first run. */
  readonly attempt: number
  readonly isLastAttempt: boolean
  /** How much of the current step is done, 0 to 1. Never goes back; written a few times a second at most. */
  reportProgress(fraction: number): void
  /**
   * Writes a part of the effect, and the progress when told, which may then start again from 0. Rolls back and throws
   * JobAborted when the run does not hold the job any more: it was cancelled, or another process took over.
   */
  checkpoint<T>(work: (db: WorkspaceDb) => Promise<T>, progress?: number): Promise<T>
  /** As `checkpoint`, and the job is done in the same transaction: the last effect takes place exactly once. */
  finish<T>(work: (db: WorkspaceDb) => Promise<T>): Promise<T>
}

/** Why a job was given up, as it is kept beside it and shown to people. */
export interface JobFailure {
  readonly code: string
  readonly message: string
}

/** A kind of job together with what does it. */
export interface JobDefinition<Payload = unknown> extends JobKind<Payload> {
  /** May run more than once for the same job. Honours `ctx.signal`, and works in short transactions. */
  run(ctx: WorkspaceContext, payload: Payload, job: Job): Promise<void>
  /** The job is dead; in the same transaction, whatever waits for it must learn of that. */
  onGivenUp?(db: WorkspaceDb, payload: Payload, failure: JobFailure): Promise<void>
}

/** Declares a kind of job; pure data that use cases enqueue. */
export function jobKind<Payload>(
  kind: Pick<JobKind<Payload>, 'queue' | 'payload'> & Partial<JobKind<Payload>>,
): JobKind<Payload> {
  return { maxAttempts: 5, leaseMs: 60_000, ...kind }
}

/** Joins a kind of job to what does it. */
export function defineJob<Payload>(
  kind: JobKind<Payload>,
  implementation: Pick<JobDefinition<Payload>, 'run' | 'onGivenUp'>,
): JobDefinition<Payload> {
  return { ...kind, ...implementation }
}

/** Why a run ends before its work does; the reason of its signal, and what `checkpoint` and `finish` throw. */
export class JobAborted extends Error {
  readonly reason: 'cancelled' | 'lost' | 'stopping'

  /** @param reason `lost`: the run does not hold its job any more, so nothing that it writes takes effect */
  constructor(reason: 'cancelled' | 'lost' | 'stopping') {
    super(`The run of the job was aborted: ${reason}`)
    this.name = 'JobAborted'
    this.reason = reason
  }
}
