import { timingSafeEqual } from 'node:crypto'
import { BrainError, contract, type RouteSpec } from '@brain-ai/contract'
import type { App } from '#platform/context'
import { describeApi, type PublicContext, type ServedRoute, serve, textReply } from '#platform/http'
import type { Readiness } from './readiness.ts'
import { renderReference } from './render-reference.ts'

/** Health, metrics and the description of the API. @param routes every route of the product, these included */
export function opsRoutes(given: {
  app: App
  version: string
  readiness: Readiness
  routes: readonly RouteSpec[]
}): ServedRoute[] {
  const { app, version, readiness } = given
  const description = describeApi(given.routes, version)
  const openapi = JSON.stringify(description)
  const reference = renderReference(description)
  return [
    serve(contract.ops.livez, () => textReply('ok\n')),
    serve(contract.ops.readyz, async () => {
      const obstacle = await readiness.findObstacle()
      return textReply(`${obstacle ?? 'ok'}\n`, { status: obstacle ? 503 : 200 })
    }),
    serve(contract.ops.healthz, async () => {
      const obstacle = await readiness.findObstacle()
      const jobs = await app.metrics.jobsWaiting.get()
      const waiting = jobs.values.reduce((sum, { value }) => sum + value, 0)
      return {
        version,
        engine: app.database.engine,
        checks: [
          {
            name: 'database',
            isOk: !obstacle,
            detail: obstacle ?? `${app.database.engine}, PostgreSQL ${app.database.serverVersion}`,
          },
          { name: 'jobs', isOk: true, detail: `${waiting} waiting` },
        ],
      }
    }),
    serve(contract.ops.metrics, async (ctx) => {
      assertMayScrape(ctx)
      refreshGauges(app)
      return textReply(await app.metrics.registry.metrics(), { mediaType: app.metrics.registry.contentType })
    }),
    serve(contract.ops.openapi, () => textReply(openapi)),
    serve(contract.ops.docs, () =>
      textReply(reference.html, {
        headers: { 'content-security-policy': `default-src 'none'; style-src '${reference.styleHash}'; frame-ancestors 'none'` },
      }),
    ),
  ]
}

/** Metrics are for whoever runs the installation: from this machine, or with the token. A proxied request is not from this machine. */
function assertMayScrape(ctx: PublicContext): void {
  const expected = ctx.app.config.metricsToken
  const given = /^bearer\s+(\S+)$/i.exec(ctx.headers.get('authorization') ?? '')?.[1]
  if (expected && given && given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected))) return
  const isLoopback = /^(127\.|::1$|::ffff:127\.)/.test(ctx.address) && !ctx.headers.has('x-forwarded-for')
  if (isLoopback && !expected) return
  throw new BrainError('auth/required', 'Metrics are read from this machine, or with BRAIN_METRICS_TOKEN as bearer token.')
}

function refreshGauges(app: App): void {
  const { used, idle, waiting } = app.database.stats()
  app.metrics.databaseConnections.set({ state: 'used' }, used)
  app.metrics.databaseConnections.set({ state: 'idle' }, idle)
  app.metrics.databaseConnections.set({ state: 'waiting' }, waiting)
}
