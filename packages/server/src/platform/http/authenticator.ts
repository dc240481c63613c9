import type { Role } from '@brain-ai/contract'

export interface SignedInUser {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly language: 'en' | 'de' | null
}

export interface Session {
  readonly user: SignedInUser
  /** Whether the browser sent it by itself: then a request from another site must be refused. */
  readonly isCookie: boolean
}

/** How the HTTP platform learns who asks; the sign-in feature provides it. */
export interface Authenticator {
  /** The session that the headers carry, as cookie or bearer token, or undefined. */
  findSession(headers: Headers): Promise<Session | undefined>
  /**
   * The membership of a user: in the workspace with that slug, or without a slug in their only one.
   * @throws BrainError workspace/not-found · workspace/not-chosen
   */
  getMembership(userId: string, slug: string | undefined): Promise<{ workspaceId: string; role: Role }>
}
