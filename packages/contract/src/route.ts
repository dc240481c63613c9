import type { Permission } from './permissions.ts'

/** Any zod schema, constrained by its inferred types only: cheaper for the type checker than `z.ZodType`. */
export interface AnySchema {
  // biome-ignore lint/suspicious/noExplicitAny: a constraint, never a value
  readonly _zod: { readonly input: any; readonly output: any }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** The whole promise of an endpoint. Server, SDK and OpenAPI read the same object. */
export interface RouteSpec {
  readonly method: Method
  /** With `{name}` for parameters. */
  readonly path: `/${string}`
  readonly summary: string
  readonly tag: string
  /**
   * A permission inside the workspace, or: anyone, or: anyone who is signed in, or: who runs the installation. The workspace of a
   * permission is `{slug}` where the path has one, else that of the header, the cookie or the API key.
   */
  readonly may: Permission | 'anyone' | 'signed-in' | 'operator'
  /** An API key is as good as a session where no permission is asked for. */
  readonly allowsKeys?: true
  readonly params?: AnySchema
  readonly query?: AnySchema
  /** A JSON body. */
  readonly body?: AnySchema
  /** Besides or instead of JSON: files as multipart (field `files`) or one raw body. */
  readonly upload?: 'multipart' | 'raw' | 'multipart-or-raw'
  readonly reply?: AnySchema
  /** The status of a good reply; 200 unless told. 204 has no body. */
  readonly status?: 200 | 201 | 202 | 204
  /** Not JSON but bytes or text of this media type. */
  readonly replyType?: string
  /** With `Accept: text/event-stream` the reply is a stream of these events, by name. */
  readonly events?: Readonly<Record<string, AnySchema>>
  /** Another protocol than ours, where the route speaks one: it decides how errors and streams look. */
  readonly speaks?: 'openai' | 'mcp'
  /** The reply holds a secret that is told once: it is not kept for an `Idempotency-Key`, and a repeated request is done again. */
  readonly tellsSecret?: true
  /** Requests per minute from one account, or from one address where nobody is signed in. */
  readonly perMinute?: number
}

/** Declares a route; keeps its literal types. */
export const route = <const R extends RouteSpec>(spec: R): R => spec

export type Input<S> = S extends AnySchema ? S['_zod']['input'] : undefined
export type Output<S> = S extends AnySchema ? S['_zod']['output'] : undefined
