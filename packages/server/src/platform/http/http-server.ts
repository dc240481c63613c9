import { BrainError, type RouteSpec } from '@brain-ai/contract'
import multipart from '@fastify/multipart'
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import type { App } from '#platform/context'
import type { Authenticator } from './authenticator.ts'
import { handleRequest } from './handle-request.ts'
import { asBrainError, countRefusal } from './problem.ts'
import { protocolOf } from './protocols/protocol-of.ts'
import { RateLimits } from './rate-limits.ts'
import { securityHeaders } from './security.ts'
import type { ServedRoute } from './serve.ts'
import { serveWebApp } from './serve-web-app.ts'

// Bodies are small but for a pasted document; files are streams and have a limit of their own.
const maxJsonBytes = 1_000_000
const maxPastedBytes = 60_000_000
const requestIdPattern = /^[A-Za-z0-9._-]{8,100}$/

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly speaks?: RouteSpec['speaks']
  }
}

export interface HttpServer {
  /** Starts to listen; gives the port that was taken. */
  listen(): Promise<number>
  /** Stops to accept, lets running requests end for at most `graceMs`, then cuts them. */
  stop(graceMs: number): Promise<void>
}

/** Builds the HTTP server from the routes of all features. @param webAppDir the built web app, absent in tests of the API */
export async function createHttpServer(
  app: App,
  given: { routes: readonly ServedRoute[]; authenticator: Authenticator; webAppDir: string | undefined },
): Promise<HttpServer> {
  const server = fastify({
    logger: false,
    bodyLimit: maxJsonBytes,
    trustProxy: app.config.trustedProxies.length > 0 ? [...app.config.trustedProxies] : false,
    genReqId: (request) => {
      const given = request.headers['x-request-id']
      return typeof given === 'string' && requestIdPattern.test(given) ? given : app.newId()
    },
    requestTimeout: 0,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1000 },
    // Addresses that the router itself refuses never reach the error handler.
    frameworkErrors: (error, request, reply) => {
      reply.headers(securityHeaders).header('x-request-id', request.id)
      return sendProblem(app, error, request as FastifyRequest, reply as FastifyReply)
    },
  })
  await server.register(multipart, { throwFileSizeLimit: false })
  server.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  addReplyHooks(server, app)
  addErrorHandling(server, app)

  const handling = { app, authenticator: given.authenticator, rateLimits: new RateLimits(app.config.requestsPerMinute) }
  for (const served of given.routes) {
    const { route } = served
    server.route({
      method: route.method,
      url: route.path.replace(/\{(\w+)\}/g, ':$1'),
      config: { speaks: route.speaks },
      bodyLimit: route.upload && route.body ? maxPastedBytes : maxJsonBytes,
      handler: handleRequest(handling, served),
    })
  }
  await serveWebApp(server, given.webAppDir)

  return {
    listen: async () => {
      await server.listen({ port: app.config.port, host: app.config.host })
      const address = server.server.address()
      return typeof address === 'object' && address ? address.port : app.config.port
    },
    stop: async (graceMs) => {
      const cut = setTimeout(() => server.server.closeAllConnections(), graceMs)
      await server.close()
      clearTimeout(cut)
    },
  }
}

function addReplyHooks(server: FastifyInstance, app: App): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders).header('x-request-id', request.id)
    if (app.config.url?.startsWith('https:')) reply.header('strict-transport-security', 'max-age=31536000')
    if (/^\/(api|v1|mcp)(\/|$)/.test(request.url)) reply.header('cache-control', 'no-store')
  })
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown'
    const seconds = reply.elapsedTime / 1000
    app.metrics.httpRequests.inc({ method: request.method, route, status: String(reply.statusCode) })
    app.metrics.httpDuration.observe({ method: request.method, route }, seconds)
    app.log.debug({ requestId: request.id, method: request.method, route, status: reply.statusCode, seconds }, 'request')
  })
}

function addErrorHandling(server: FastifyInstance, app: App): void {
  server.setErrorHandler((error, request, reply) => sendProblem(app, error, request, reply))
  server.setNotFoundHandler((request, reply) =>
    sendProblem(app, new BrainError('request/not-found', 'There is nothing at this address.'), request, reply),
  )
}

function sendProblem(app: App, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = asBrainError(error)
  countRefusal(app.metrics, known)
  if (!known) app.log.error({ err: error, requestId: request.id, route: request.routeOptions.url }, 'a request failed')
  const { formatError, errorType, asksForKeys } = protocolOf(spokenAt(request))
  const { status, body } = formatError(known, request.id)
  if (typeof known?.details.retryAfterSeconds === 'number') reply.header('retry-after', known.details.retryAfterSeconds)
  else if (status === 503) reply.header('retry-after', 2)
  if (status === 401 && asksForKeys) reply.header('www-authenticate', 'Bearer')
  // What is left of an upload is not read any more.
  if (!request.raw.readableEnded && request.raw.readable) reply.header('connection', 'close')
  return reply.code(status).type(errorType).send(JSON.stringify(body))
}

/** An address that is not there has no route, and who asks for one beside those of OpenAI expects its errors. */
function spokenAt(request: FastifyRequest): RouteSpec['speaks'] {
  return request.routeOptions.config?.speaks ?? (/^\/v1(\/|$)/.test(request.url) ? 'openai' : undefined)
}
