import type { Limits, Permission, Role, WorkspaceStatus } from '@brain-ai/contract'

export interface SignedInUser {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly language: 'en' | 'de' | null
  readonly isOperator: boolean
  readonly hasSecondFactor: boolean
}

export interface Session {
  /** Of the session, or of the API key. */
  readonly id: string
  readonly user: SignedInUser
  /** Whether the browser sent it by itself: then a request from another site must be refused. */
  readonly isCookie: boolean
  /** Where an API key came instead of a session: what it may be used for. */
  readonly key?: { readonly workspaceId: string; readonly scopes: readonly Permission[] }
}

export interface Membership {
  readonly workspaceId: string
  readonly role: Role
  readonly status: WorkspaceStatus
  readonly limits: Limits
}

/** How the HTTP platform learns who asks; the workspaces feature provides it. */
export interface Authenticator {
  /** The session that the headers carry, as cookie, bearer token or API key, or undefined. */
  findSession(headers: Headers): Promise<Session | undefined>
  /**
   * The membership of whoever asks: in the workspace with that slug; without a slug in that of their API key, or in their only one.
   * A closed workspace, a foreign one and one that does not exist look the same.
   * @throws BrainError workspace/not-found · workspace/not-chosen
   */
  getMembership(session: Session, slug: string | undefined): Promise<Membership>
  /** Counts a request that came with an API key. @throws BrainError limit/reached for one that would change something */
  countCall(membership: Membership, isChange: boolean): Promise<void>
  /** Calls back once when the session or key is revoked while something still runs in it; gives what stops listening. */
  onEnded(session: Session, ended: () => void): () => void
}
