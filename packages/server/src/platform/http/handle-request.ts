import { Readable } from 'node:stream'
import { BrainError, isReading, may, type Permission, type RouteSpec, scopes } from '@brain-ai/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { type App, createWorkspaceContext, type WorkspaceContext } from '#platform/context'
import type { Authenticator, Membership, Session } from './authenticator.ts'
import { hashRequest, once } from './idempotency.ts'
import { asBrainError, countRefusal } from './problem.ts'
import { protocolOf } from './protocols/protocol-of.ts'
import { type RateLimits, rateKeyOfAddress } from './rate-limits.ts'
import { readUpload } from './read-upload.ts'
import { assertSameOrigin, securityHeaders } from './security.ts'
import { sendEvents } from './send-events.ts'
import type { AccountContext, FileReply, PublicContext, ServedRoute, StreamedEvent, TextReply } from './serve.ts'
import { shapeReply } from './shape-reply.ts'
import { untilAborted } from './until-aborted.ts'
import { WrittenReply } from './written-replies.ts'

export interface RequestHandling {
  readonly app: App
  readonly authenticator: Authenticator
  readonly rateLimits: RateLimits
}

type Context = PublicContext | AccountContext | WorkspaceContext

/** The one way of every request: who are they, may they, does it fit the contract, the use case, the reply by contract. */
export function handleRequest(handling: RequestHandling, served: ServedRoute) {
  const { route } = served
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const headers = toHeaders(request)
    const session = route.may === 'anyone' ? undefined : await handling.authenticator.findSession(headers)
    await handling.rateLimits.take(session ? `account ${session.user.id}` : `address ${rateKeyOfAddress(request.ip)}`, route)
    // A page of another site that got hold of a key must not reach a Model Context Protocol server with it either.
    if (session?.isCookie !== false || route.speaks === 'mcp') assertSameOrigin(request, handling.app.config.url)

    const { context, userId } = await openContext(handling, served, request, reply, headers, session)
    const input = readInput(served, request, handling.app.config.documents.maxBytes)
    const wantsEvents =
      served.stream !== undefined && protocolOf(route.speaks).wantsEvents(request.headers.accept ?? '', input.body)
    if (wantsEvents) return streamReply(served, request, reply, context, input)

    const key = input.idempotencyKey
    if (key !== undefined && userId !== undefined && request.method !== 'GET' && 'transact' in context && !isDoneAgain(route)) {
      const requestHash = hashRequest({
        method: request.method,
        url: request.url,
        body: input.upload ? undefined : (input.body ?? null),
        length: request.headers['content-length'],
      })
      const kept = await once(context, { userId, key, requestHash }, async () => {
        const result = await served.handle(context as never, input as never)
        const shaped = result instanceof WrittenReply ? JSON.parse(result.json) : shapeReply(route, result)
        return { status: route.status ?? 200, reply: shaped }
      })
      if (kept.isReplay) reply.header('idempotent-replayed', 'true')
      return kept.status === 204 ? reply.code(204).send() : reply.code(kept.status).send(kept.reply)
    }
    return sendReply(served, reply, await served.handle(context as never, input as never))
  }
}

/** A secret is not kept for a repeated request, and text is not JSON. */
const isDoneAgain = ({ tellsSecret, replyType }: RouteSpec): boolean => tellsSecret === true || replyType !== undefined

async function openContext(
  handling: RequestHandling,
  { route }: ServedRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  headers: Headers,
  session: Session | undefined,
): Promise<{ context: Context; userId: string | undefined }> {
  const { app, authenticator } = handling
  const log = app.log.child({ requestId: request.id })
  const signal = signalOf(request, reply, session && ((ended) => authenticator.onEnded(session, ended)))
  const setCookies = (cookies: readonly string[]) => void reply.header('set-cookie', [...cookies])
  const publicContext: PublicContext = { app, headers, address: request.ip, log, signal, setCookies }
  if (route.may === 'anyone') return { context: publicContext, userId: undefined }
  if (!session) throw new BrainError('auth/required', 'Sign in first; the session is missing or over.')
  const { user, key } = session
  if (route.may === 'signed-in' || route.may === 'operator') {
    if (key && !route.allowsKeys)
      throw new BrainError('auth/keys-not-allowed', 'This cannot be done with an API key; sign in instead.')
    if (route.may === 'operator' && !user.isOperator)
      throw new BrainError('auth/forbidden', 'Only those who run this installation may do that.')
    const context: AccountContext = { ...publicContext, user, session }
    return { context, userId: user.id }
  }

  const membership = await authenticator.getMembership(session, workspaceSlug(route, request, session))
  assertMay(membership, session, route.may)
  if (key) await authenticator.countCall(membership, route.method !== 'GET' && route.method !== 'DELETE')
  const { workspaceId, role, limits } = membership
  const actor = { kind: 'member', userId: user.id, role, ...(key && { key: { id: session.id, scopes: key.scopes } }) } as const
  return { context: createWorkspaceContext(app, { workspaceId, actor, limits, signal, log }), userId: user.id }
}

function assertMay({ role, status }: Membership, { key }: Session, permission: Permission): void {
  if (!may(role, permission))
    throw new BrainError('auth/forbidden', `As ${role} of this workspace you may not do that.`, { role, permission })
  if (key && !scopes.includes(permission))
    throw new BrainError('auth/keys-not-allowed', 'This cannot be done with an API key; sign in instead.')
  if (key && !key.scopes.includes(permission))
    throw new BrainError('auth/scope-missing', `The API key does not have the scope ${permission}.`, { permission })
  if (status !== 'active' && !isReading(permission))
    throw new BrainError('workspace/suspended', 'The workspace is suspended: it can be read, and nothing in it changed.')
}

/** In the path, else in the header, else in the cookie: that is what a browser remembers, and says nothing beside a bearer token. */
function workspaceSlug(route: RouteSpec, request: FastifyRequest, { isCookie }: Session): string | undefined {
  if (route.path.startsWith('/api/workspaces/{slug}')) return (request.params as { slug: string }).slug
  const header = request.headers['x-workspace-slug']
  if (typeof header === 'string' && header !== '') return header
  if (!isCookie) return undefined
  return /(?:^|;\s*)workspace_slug=([a-z0-9-]+)/.exec(request.headers.cookie ?? '')?.[1]
}

/** Aborts when the client goes away before the reply is complete, and when their session ends. */
function signalOf(
  request: FastifyRequest,
  reply: FastifyReply,
  onEnded: ((ended: () => void) => () => void) | undefined,
): AbortSignal {
  const controller = new AbortController()
  const stopListening = onEnded?.(() =>
    controller.abort(new BrainError('auth/required', 'Your session has ended. Sign in again.')),
  )
  reply.raw.once('close', () => {
    stopListening?.()
    if (!reply.raw.writableEnded) controller.abort(new BrainError('request/malformed', 'The client left before the reply.'))
  })
  if (request.raw.socket.destroyed) controller.abort()
  return controller.signal
}

function toHeaders(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') headers.set(name, value)
    else if (value) headers.set(name, value.join(', '))
  }
  return headers
}

interface AnyInput {
  idempotencyKey: string | undefined
  lastEventId: string | undefined
  params: unknown
  query: unknown
  body: unknown
  upload: unknown
}

function readInput({ route }: ServedRoute, request: FastifyRequest, maxBytes: number): AnyInput {
  const query = parse(route.query, request.query) as { fileName?: string } | undefined
  const input: AnyInput = {
    params: parse(route.params, request.params),
    query,
    body: undefined,
    upload: undefined,
    idempotencyKey: headerOf(request, 'idempotency-key'),
    lastEventId: headerOf(request, 'last-event-id'),
  }
  const isStream = request.isMultipart() || request.body instanceof Readable
  if (isStream && !route.upload) throw new BrainError('request/unsupported-type', 'This address accepts JSON only.')
  if (request.isMultipart() && route.upload === 'raw')
    throw new BrainError('request/unsupported-type', 'Send the file as the body itself, with its name in ?fileName=.')
  if (isStream) input.upload = readUpload(request, maxBytes, query?.fileName)
  else if (route.body) input.body = parse(route.body, request.body ?? undefined)
  else if (route.upload) throw new BrainError('document/empty', 'The request carries no file.')
  return input
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

// The contract names schemas by their inferred types only; each of them is a zod schema.
const parse = (schema: unknown, value: unknown): unknown => (schema ? (schema as z.ZodType).parse(value) : undefined)

function sendReply(served: ServedRoute, reply: FastifyReply, result: unknown): unknown {
  const { route } = served
  if (isText(result)) {
    return reply
      .code(result.status ?? 200)
      .headers(result.headers ?? {})
      .type(result.mediaType ?? route.replyType ?? 'text/plain')
      .send(result.text)
  }
  if (isFile(result)) {
    // A file that a member uploaded never runs in our origin: it is saved, not shown.
    return reply
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(result.fileName)}`)
      .header('content-length', result.bytes)
      .header('content-security-policy', "default-src 'none'; sandbox")
      .type(result.mediaType)
      .send(result.content)
  }
  if (route.status === 204 || !route.reply) return reply.code(204).send()
  reply.code(route.status ?? 200)
  if (result instanceof WrittenReply) return reply.type('application/json; charset=utf-8').send(result.json)
  return reply.send(shapeReply(route, result))
}

const isKind = (result: unknown, kind: string) =>
  typeof result === 'object' && result !== null && 'kind' in result && result.kind === kind
const isText = (result: unknown): result is TextReply => isKind(result, 'text')
const isFile = (result: unknown): result is FileReply => isKind(result, 'file')

async function streamReply(served: ServedRoute, request: FastifyRequest, reply: FastifyReply, context: Context, input: AnyInput) {
  const events = untilAborted(served.stream!(context as never, input as never), context.signal)
  const first = await events.next() // what is refused before anything was said is refused with its own status
  reply.hijack()
  const { describeFault, formatEvent } = protocolOf(served.route.speaks)
  const tellFault = (error: unknown): StreamedEvent => {
    const known = asBrainError(error)
    countRefusal(context.app.metrics, known)
    if (!known) context.log.error({ err: error }, 'a stream broke')
    return describeFault(known, request.id)
  }
  const headers = { ...securityHeaders, 'x-request-id': request.id }
  await sendEvents(reply.raw, headers, resume(first, events), tellFault, context.signal, formatEvent)
}

async function* resume(first: IteratorResult<StreamedEvent>, rest: AsyncIterator<StreamedEvent>): AsyncGenerator<StreamedEvent> {
  try {
    if (first.done) return
    yield first.value
    yield* { [Symbol.asyncIterator]: () => rest }
  } finally {
    await rest.return?.()
  }
}
