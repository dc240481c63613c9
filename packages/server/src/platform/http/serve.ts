import type { Readable } from 'node:stream'
import type { AnySchema, Input, Output, RouteSpec } from '@brain-ai/contract'
import type { App, WorkspaceContext } from '#platform/context'
import type { Log } from '#platform/log'
import type { Session, SignedInUser } from './authenticator.ts'
import type { WrittenReply } from './written-replies.ts'

/** A request from nobody in particular. */
export interface PublicContext {
  readonly app: App
  readonly headers: Headers
  /** The address of the client, behind trusted proxies the one they name. */
  readonly address: string
  readonly log: Log
  readonly signal: AbortSignal
  /** Adds `Set-Cookie` headers to the reply. */
  readonly setCookies: (cookies: readonly string[]) => void
}

/** A request from someone who is signed in, or who runs the installation, outside any workspace. */
export interface AccountContext extends PublicContext {
  readonly user: SignedInUser
  readonly session: Session
}

/** One file of a multipart or raw upload; its content must be read to the end before the next one comes. */
export interface UploadedFile {
  readonly fileName: string
  readonly mediaType: string
  readonly content: Readable
  /** True once the content was cut because it passed the size limit. */
  readonly isTruncated: () => boolean
}

export interface FileReply {
  readonly kind: 'file'
  readonly content: Readable
  readonly fileName: string
  readonly bytes: number
  readonly mediaType: string
}

export interface TextReply {
  readonly kind: 'text'
  readonly text: string
  readonly mediaType?: string
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** A reply that is text as it is. */
export const textReply = (text: string, more: Omit<TextReply, 'kind' | 'text'> = {}): TextReply => ({
  kind: 'text',
  text,
  ...more,
})

export interface StreamedEvent {
  readonly name: string
  readonly data: unknown
  /** What a reader gives back as `Last-Event-ID` to go on after this event. */
  readonly id?: string
}

type ContextOf<R extends RouteSpec> = R['may'] extends 'anyone'
  ? PublicContext
  : R['may'] extends 'signed-in' | 'operator'
    ? AccountContext
    : WorkspaceContext

type Maybe<S> = S extends AnySchema ? Output<S> : undefined

interface InputOf<R extends RouteSpec> {
  readonly params: Maybe<R['params']>
  readonly query: Maybe<R['query']>
  /** The JSON body; undefined where an upload came instead. */
  readonly body: R extends { upload: string; body: AnySchema } ? Output<R['body']> | undefined : Maybe<R['body']>
  /** Of the request; a reply in one piece is kept for it by itself, a stream has to heed it. */
  readonly idempotencyKey: string | undefined
  /** Where the reader of a stream stopped, as the `id` of an event said it. */
  readonly lastEventId: string | undefined
  /** The files of an upload; undefined where JSON came. */
  readonly upload: R extends { upload: string } ? AsyncIterable<UploadedFile> | undefined : undefined
}

type ReplyOf<R extends RouteSpec> = R extends { replyType: string }
  ? FileReply | TextReply
  : R extends { reply: AnySchema }
    ? Input<R['reply']> | WrittenReply
    : // biome-ignore lint/suspicious/noConfusingVoidType: only ever the result of a handler
      void

type Handler<R extends RouteSpec> = (context: ContextOf<R>, input: InputOf<R>) => Promise<ReplyOf<R>> | ReplyOf<R>
type EventsHandler<R extends RouteSpec> = (context: ContextOf<R>, input: InputOf<R>) => AsyncIterable<StreamedEvent>

/** A route with its use case, the types already checked against each other. */
export interface ServedRoute {
  readonly route: RouteSpec
  readonly handle: (context: never, input: never) => unknown
  readonly stream?: (context: never, input: never) => AsyncIterable<StreamedEvent>
}

/** Joins a route of the contract to its use case; `stream` answers those who accept `text/event-stream`. */
export function serve<const R extends RouteSpec>(route: R, handle: Handler<R>, stream?: EventsHandler<R>): ServedRoute {
  return stream ? { route, handle, stream } : { route, handle }
}
