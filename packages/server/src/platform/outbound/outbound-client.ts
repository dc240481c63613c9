import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  type RequestOptions,
  request as requestHttp,
} from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { assertMayConnect, createCheckedLookup, plainHost, type ResolveHost } from './checked-lookup.ts'
import { OutboundFault, outboundFaultOf } from './outbound-fault.ts'
import { Pace } from './pace.ts'

export interface OutboundOptions {
  readonly connectMs: number
  /** More than this of a reply breaks it off. */
  readonly maxReplyBytes: number
  /** The address was chosen by a member of a workspace: it must be public, or be a host that the operator allows. */
  readonly isGuarded: boolean
  /** A reply that comes in many small pieces is handed on in fewer, after the first ones. */
  readonly isPaced?: boolean
}

// Connections that rest for longer are closed here, before the other side does so at the moment they are used again.
const keepAlive = { keepAlive: true, maxFreeSockets: 16, timeout: 8_000 }
const noBody = new Set([101, 204, 205, 304])

/**
 * Requests to servers outside, with the form of `fetch`. Redirects are not followed; a guarded request reaches public addresses
 * only, whatever their names say. Throws OutboundFault, or the reason of the signal.
 */
export class OutboundClient implements Disposable {
  readonly #allowedHosts: ReadonlySet<string>
  readonly #open = [new HttpAgent(keepAlive), new HttpsAgent(keepAlive)] as const
  readonly #guarded: readonly [HttpAgent, HttpsAgent]

  /** @param given.allowedHosts names and addresses of private servers that guarded requests may reach, as the operator says */
  constructor(given: { allowedHosts: readonly string[]; resolve?: ResolveHost }) {
    this.#allowedHosts = new Set(given.allowedHosts.map((host) => host.toLowerCase()))
    const lookup = createCheckedLookup(given.resolve)
    this.#guarded = [new HttpAgent({ ...keepAlive, lookup }), new HttpsAgent({ ...keepAlive, lookup })]
  }

  async fetch(target: string | URL | Request, init: RequestInit | undefined, options: OutboundOptions): Promise<Response> {
    const url = new URL(target instanceof Request ? target.url : target)
    const host = plainHost(url)
    const isAllowed = this.#allowedHosts.has(host) || this.#allowedHosts.has(url.host)
    const isGuarded = options.isGuarded && !isAllowed
    assertMayConnect(url, !isGuarded)
    const isSecure = url.protocol === 'https:'
    const body = bodyOf(init?.body)
    const request: RequestOptions = {
      method: init?.method ?? 'GET',
      headers: {
        ...Object.fromEntries(new Headers(init?.headers)),
        'accept-encoding': 'identity',
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      },
      agent: (isGuarded ? this.#guarded : this.#open)[isSecure ? 1 : 0],
    }
    const signal = init?.signal ?? undefined
    signal?.throwIfAborted()
    const sent = isSecure ? requestHttps(url, request) : requestHttp(url, request)
    const reply = await exchange(sent, { body, signal, connectMs: options.connectMs, isSecure })
    return toResponse(reply, signal, options)
  }

  [Symbol.dispose](): void {
    for (const agent of [...this.#open, ...this.#guarded]) agent.destroy()
  }
}

function bodyOf(body: RequestInit['body']): string | Buffer | undefined {
  if (body === undefined || body === null) return undefined
  if (typeof body === 'string' || Buffer.isBuffer(body)) return body
  throw new TypeError('Only text and bytes are sent to other servers.')
}

interface Exchange {
  readonly body: string | Buffer | undefined
  readonly signal: AbortSignal | undefined
  readonly connectMs: number
  readonly isSecure: boolean
}

function exchange(request: ClientRequest, { body, signal, connectMs, isSecure }: Exchange): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    let hasConnected = false
    const timer = setTimeout(() => request.destroy(new OutboundFault('connect-timeout')), connectMs)
    const connected = () => {
      hasConnected = true
      clearTimeout(timer)
    }
    const abort = () => request.destroy(signal?.reason)
    signal?.addEventListener('abort', abort, { once: true })
    const settle = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    }
    request.on('socket', (socket) => {
      if (request.reusedSocket) connected()
      else socket.once(isSecure ? 'secureConnect' : 'connect', connected)
    })
    request.once('response', (reply) => {
      settle()
      resolve(reply)
    })
    // Stays for as long as the request lives: once there is a reply its body says what broke.
    request.on('error', (error) => {
      settle()
      reject(signal?.aborted ? signal.reason : outboundFaultOf(error, hasConnected))
    })
    request.end(body)
  })
}

function toResponse(reply: IncomingMessage, signal: AbortSignal | undefined, options: OutboundOptions): Response {
  const status = reply.statusCode ?? 502
  const headers = new Headers()
  for (const [name, value] of Object.entries(reply.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  if (noBody.has(status)) {
    reply.resume()
    return new Response(null, { status: status === 101 ? 502 : status, headers })
  }
  return new Response(streamBody(reply, signal, options), { status, headers })
}

function streamBody(
  reply: IncomingMessage,
  signal: AbortSignal | undefined,
  { maxReplyBytes, isPaced = false }: OutboundOptions,
): ReadableStream<Uint8Array> {
  let bytes = 0
  let isOpen = true
  let pace: Pace | undefined
  const abort = () => reply.destroy(signal?.reason)
  const close = () => {
    isOpen = false
    pace?.stop()
    signal?.removeEventListener('abort', abort)
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const handOn = (piece: Buffer) => {
          controller.enqueue(piece)
          if ((controller.desiredSize ?? 1) <= 0) reply.pause()
        }
        if (isPaced) pace = new Pace(reply, handOn)
        const fail = (error: unknown) => {
          if (!isOpen) return
          pace?.flush()
          close()
          controller.error(error)
        }
        if (signal?.aborted) abort()
        signal?.addEventListener('abort', abort, { once: true })
        reply.on('data', (chunk: Buffer) => {
          if (!isOpen) return
          bytes += chunk.length
          if (bytes > maxReplyBytes) {
            fail(new OutboundFault('too-large'))
            reply.destroy()
            return
          }
          if (pace) pace.take(chunk)
          else handOn(chunk)
        })
        reply.once('end', () => {
          if (!isOpen) return
          pace?.flush()
          close()
          controller.close()
        })
        reply.once('error', (error) => fail(signal?.aborted ? signal.reason : outboundFaultOf(error, true)))
        reply.once('close', () => fail(signal?.aborted ? signal.reason : new OutboundFault('cut')))
      },
      pull: () => void reply.resume(),
      cancel() {
        close()
        reply.destroy()
      },
    },
    { highWaterMark: 16 },
  )
}
