import { z } from 'zod'

/** Every error a caller can act on: its code, HTTP status and the title that never changes. The one place that names statuses. */
export const errorTable = {
  'request/invalid': { status: 400, title: 'The request does not fit its contract' },
  'request/malformed': { status: 400, title: 'The request could not be read' },
  'request/too-large': { status: 413, title: 'The request is too large' },
  'request/unsupported-type': { status: 415, title: 'This content type is not accepted here' },
  'request/foreign-origin': { status: 403, title: 'The request came from another site' },
  'request/rate-limited': { status: 429, title: 'Too many requests' },
  'request/not-found': { status: 404, title: 'There is nothing at this address' },
  'request/method-not-allowed': { status: 405, title: 'This address does not know that method' },
  'idempotency/mismatch': { status: 422, title: 'The idempotency key belongs to another request' },
  'idempotency/in-progress': { status: 409, title: 'The same request is still being worked on' },
  'auth/required': { status: 401, title: 'Sign in first' },
  'auth/wrong-credentials': { status: 401, title: 'E-mail or password is wrong' },
  'auth/weak-password': { status: 400, title: 'The password is too short' },
  'auth/forbidden': { status: 403, title: 'Your role does not allow this' },
  'setup/token-wrong': { status: 403, title: 'The setup link is not valid' },
  'setup/already-done': { status: 409, title: 'This installation is already set up' },
  'workspace/not-found': { status: 404, title: 'There is no such workspace' },
  'workspace/not-chosen': { status: 400, title: 'No workspace was named' },
  'collection/not-found': { status: 404, title: 'There is no such collection' },
  'document/not-found': { status: 404, title: 'There is no such document' },
  'document/not-stored': { status: 409, title: 'The original is not stored' },
  'document/not-failed': { status: 409, title: 'Only a failed document can be tried again' },
  'document/not-running': { status: 409, title: 'Nothing is being done with this document' },
  'document/not-deleted': { status: 409, title: 'The document cannot be brought back' },
  'document/empty': { status: 422, title: 'The file is empty' },
  'document/too-large': { status: 413, title: 'The file is too large' },
  'document/too-many-files': { status: 413, title: 'Too many files at once' },
  'document/unsupported-type': { status: 415, title: 'This kind of file cannot be read' },
  'document/damaged': { status: 422, title: 'The file is damaged' },
  'document/password-protected': { status: 422, title: 'The file is protected by a password' },
  'document/no-text': { status: 422, title: 'There is no text in the file' },
  'document/unpacks-too-large': { status: 422, title: 'The file unpacks to far more than it says' },
  'document/too-much-text': { status: 422, title: 'The file holds too much text' },
  'document/extraction-timeout': { status: 422, title: 'Reading the file took too long' },
  'document/extraction-memory': { status: 422, title: 'Reading the file took too much memory' },
  'document/cancelled': { status: 409, title: 'Reading the file was cancelled' },
  'storage/full': { status: 507, title: 'The disk is full' },
  'database/unavailable': { status: 503, title: 'The database does not answer' },
  'data-directory/locked': { status: 409, title: 'Another process uses this data directory' },
  'configuration/invalid': { status: 500, title: 'The configuration is wrong' },
  'server/stopping': { status: 503, title: 'The server is stopping' },
  'server/internal': { status: 500, title: 'Something went wrong on our side' },
} as const satisfies Record<string, { status: number; title: string }>

export type ErrorCode = keyof typeof errorTable

/** What a caller can act on. Anything else that is thrown is a bug and becomes `server/internal`. */
export class BrainError extends Error {
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>

  /** @param message a whole sentence for a person; @param details facts for a program, never document text or secrets */
  constructor(code: ErrorCode, message: string, details: Record<string, unknown> = {}, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'BrainError'
    this.code = code
    this.details = details
  }
}

/** The body of every error reply, as application/problem+json (RFC 9457). */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>
