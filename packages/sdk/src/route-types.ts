import type { Input, Output, RouteSpec } from '@brain-ai/contract'

/** A part of the request: required when the route has it and one of its fields is required. */
type Part<R, K extends string> = R extends { readonly [P in K]: infer S }
  ? Record<never, never> extends Input<S>
    ? { [P in K]?: Input<S> }
    : { [P in K]: Input<S> }
  : Record<never, never>

/** What a call of the route takes, besides a signal that ends it. */
export type CallInput<R extends RouteSpec> = Part<R, 'params'> &
  Part<R, 'query'> &
  Part<R, 'body'> & { signal?: AbortSignal | undefined }

/** The arguments after the route: the input may be left out when nothing in it is required. */
export type CallArguments<R extends RouteSpec> =
  Record<never, never> extends CallInput<R> ? [input?: CallInput<R>] : [input: CallInput<R>]

/** What a call gives back: the JSON of the reply, the bytes where the route has no JSON, nothing where it has no body. */
export type Reply<R extends RouteSpec> = R extends { readonly reply: infer S }
  ? Output<S>
  : R extends { readonly replyType: string }
    ? Blob
    : undefined

/** The events of a streamed reply, as a union by name. */
export type StreamEvent<R extends RouteSpec> = R extends { readonly events: infer E }
  ? { [N in keyof E & string]: { name: N; data: Output<E[N]> } }[keyof E & string]
  : never

/** The parts of an input as the client reads them, whatever the route. */
export interface LooseInput {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
  signal?: AbortSignal | undefined
}
