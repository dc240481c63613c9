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
  'auth/second-factor-required': { status: 401, title: 'A code of the second factor is needed' },
  'auth/second-factor-wrong': { status: 401, title: 'The code is wrong' },
  'auth/second-factor-not-begun': { status: 409, title: 'No second factor is being set up' },
  'auth/second-factor-present': { status: 409, title: 'A second factor is set up already' },
  'auth/too-many-attempts': { status: 429, title: 'Too many failed attempts' },
  'auth/account-disabled': { status: 403, title: 'This account is disabled' },
  'auth/link-invalid': { status: 410, title: 'This link is not valid any more' },
  'auth/provider-unavailable': { status: 503, title: 'The sign-in provider does not answer' },
  'auth/provider-refused': { status: 403, title: 'The sign-in provider did not let you in' },
  'auth/keys-not-allowed': { status: 403, title: 'An API key cannot do this' },
  'auth/scope-missing': { status: 403, title: 'The API key has no scope for this' },
  'session/not-found': { status: 404, title: 'There is no such session' },
  'auth/forbidden': { status: 403, title: 'Your role does not allow this' },
  'setup/token-wrong': { status: 403, title: 'The setup link is not valid' },
  'setup/already-done': { status: 409, title: 'This installation is already set up' },
  'workspace/not-found': { status: 404, title: 'There is no such workspace' },
  'workspace/suspended': { status: 403, title: 'The workspace is suspended' },
  'workspace/slug-taken': { status: 409, title: 'Another workspace has this address' },
  'workspace/not-confirmed': { status: 400, title: 'The confirmation does not fit' },
  'workspace/creation-closed': { status: 403, title: 'Only operators make workspaces here' },
  'workspace/not-chosen': { status: 400, title: 'No workspace was named' },
  'member/not-found': { status: 404, title: 'There is no such member' },
  'member/last-owner': { status: 409, title: 'A workspace keeps at least one owner' },
  'member/present': { status: 409, title: 'They are a member already' },
  'invitation/not-found': { status: 404, title: 'There is no such invitation' },
  'invitation/other-address': { status: 403, title: 'The invitation is for another address' },
  'invitation/sign-in-first': { status: 409, title: 'This address has an account already' },
  'key/not-found': { status: 404, title: 'There is no such API key' },
  'user/not-found': { status: 404, title: 'There is no such account' },
  'user/last-operator': { status: 409, title: 'An installation keeps at least one operator' },
  'mail/not-found': { status: 404, title: 'There is no such mail' },
  'mail/already-sent': { status: 409, title: 'The mail was sent already' },
  'mail/no-server': { status: 409, title: 'No mail server is configured' },
  'limit/reached': { status: 403, title: 'A limit of the workspace is reached' },
  'collection/not-found': { status: 404, title: 'There is no such collection' },
  'collection/name-taken': { status: 409, title: 'Another collection has this name' },
  'collection/not-empty': { status: 409, title: 'There are documents in the collection' },
  'document/duplicate': { status: 409, title: 'The same content is there already' },
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
  'provider/not-found': { status: 404, title: 'There is no such model provider' },
  'provider/name-taken': { status: 409, title: 'Another model provider has this name' },
  'agent/not-found': { status: 404, title: 'There is no such agent' },
  'agent/name-taken': { status: 409, title: 'Another agent has this name' },
  'agent/is-general': { status: 409, title: 'The general agent stays' },
  'agent/changed-meanwhile': { status: 409, title: 'Somebody else changed the agent' },
  'agent/version-not-found': { status: 404, title: 'There is no such version of the agent' },
  'agent/no-test-questions': { status: 409, title: 'The agent has no test questions' },
  'agent/too-many-test-questions': { status: 409, title: 'The agent has as many test questions as it can have' },
  'test-question/not-found': { status: 404, title: 'There is no such test question' },
  'test-run/not-found': { status: 404, title: 'There is no such test run' },
  'conversation/not-found': { status: 404, title: 'There is no such conversation' },
  'message/not-found': { status: 404, title: 'There is no such message' },
  'run/not-found': { status: 404, title: 'There is no such run' },
  'run/still-running': { status: 409, title: 'The run has not ended yet' },
  'run/interrupted': { status: 503, title: 'The answer was interrupted' },
  'run/took-too-long': { status: 504, title: 'The answer took too long' },
  'evaluation/set-not-found': { status: 404, title: 'There is no such evaluation set' },
  'evaluation/question-not-found': { status: 404, title: 'There is no such question' },
  'evaluation/run-not-found': { status: 404, title: 'There is no such run' },
  'evaluation/name-taken': { status: 409, title: 'Another evaluation set has this name' },
  'evaluation/question-present': { status: 409, title: 'The question is in the set already' },
  'evaluation/document-ambiguous': { status: 409, title: 'Several documents have this name' },
  'evaluation/quote-not-found': { status: 422, title: 'The quote stands in no passage of the document' },
  'evaluation/import-invalid': { status: 422, title: 'Some lines cannot be imported' },
  'evaluation/set-full': { status: 409, title: 'The evaluation set is full' },
  'evaluation/set-empty': { status: 409, title: 'There is nothing to measure' },
  'evaluation/already-running': { status: 409, title: 'A run of this set is under way' },
  'evaluation/not-running': { status: 409, title: 'The run has ended already' },
  'model/not-found': { status: 404, title: 'There is no such model' },
  'model/not-configured': { status: 409, title: 'No model is configured' },
  'model/unavailable': { status: 503, title: 'The model provider does not answer' },
  'model/refused': { status: 502, title: 'The model provider refused the call' },
  'search/no-vectors': { status: 409, title: 'The database cannot search by vectors' },
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
