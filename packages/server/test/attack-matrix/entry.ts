import type { contract, ErrorCode, Input, Permission, RouteSpec } from '@brain-ai/contract'

/** What a request can name: each kind is tried with ids of the own workspace, of another one, and with ids that nobody has. */
export const idKinds = [
  'slug',
  'document',
  'collection',
  'member',
  'invitation',
  'key',
  'session',
  'token',
  'mail',
  'provider',
  'agent',
  'testQuestion',
  'testRun',
  'conversation',
  'message',
  'run',
  'evaluationSet',
  'evaluationQuestion',
  'evaluationRun',
] as const
export type IdKind = (typeof idKinds)[number]
export type Ids = Readonly<Record<IdKind, string>>

/** The things of a workspace that are not its usual ones. */
export type Things = 'failed' | 'deleted' | 'spare' | 'empty' | 'closed' | 'measured'

export interface Upload {
  readonly as: 'multipart' | 'raw'
  readonly text: string
}

type PartOf<R, K extends string> = R extends { readonly [P in K]: infer S } ? Input<S> : never

/** The parts of a request, as the contract of its route wants them. */
export interface Parts<R = RouteSpec> {
  readonly params?: PartOf<R, 'params'>
  readonly query?: PartOf<R, 'query'>
  readonly body?: PartOf<R, 'body'>
  readonly upload?: Upload
}

/** How a request to a route is built, so that it would succeed in the hands of those who may. */
export interface Entry<R = RouteSpec> {
  /** What the request names. */
  readonly names: readonly IdKind[]
  /** @param word a new one for each request; several requests where an id can stand in several places */
  readonly build: (ids: Ids, word: string) => Parts<R> | readonly Parts<R>[]
  /** What a request needs besides the permission of its route, for what it asks. */
  readonly needs?: (parts: Parts<R>) => Permission | undefined
  /** Which of the workspace's own things the rightful request is sent with; the first of each kind unless told. */
  readonly own?: Things
  /** Why the rightful request is refused all the same, where nothing in this world could make it succeed. */
  readonly refusal?: ErrorCode
}

type Contract = typeof contract

/** An entry for every route: one that is missing does not compile. */
export type Entries<F extends keyof Contract = keyof Contract> = {
  readonly [N in F]: { readonly [R in keyof Contract[N]]: Entry<Contract[N][R]> }
}
