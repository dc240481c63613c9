import type { BrainError } from '@brain-ai/contract'
import type { StreamedEvent } from '../serve.ts'

/** How errors and streams of a route look on the wire. An error that is undefined is a bug of ours, of which nothing is told. */
export interface WireProtocol {
  readonly errorType: string
  readonly formatError: (error: BrainError | undefined, requestId: string) => { readonly status: number; readonly body: unknown }
  /** Whether a refusal for want of a sign-in names the scheme, as programs expect and browsers would ask their user for. */
  readonly asksForKeys: boolean
  /** @param body as the contract parsed it */
  readonly wantsEvents: (accept: string, body: unknown) => boolean
  readonly formatEvent: (event: StreamedEvent) => string
  /** The event that ends a stream which broke. */
  readonly describeFault: (error: BrainError | undefined, requestId: string) => StreamedEvent
}

export const messageOf = (error: BrainError | undefined, requestId: string): string =>
  error?.message ?? `Something went wrong on our side. Request id: ${requestId}.`
