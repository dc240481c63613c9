import { z } from 'zod'
import { route } from './route.ts'

const tag = 'Operations'
export const Check = z.object({ name: z.string(), isOk: z.boolean(), detail: z.string() }).meta({ id: 'Check' })

export const ops = {
  livez: route({ method: 'GET', path: '/livez', summary: 'The process runs', tag, may: 'anyone', replyType: 'text/plain' }),
  readyz: route({
    method: 'GET',
    path: '/readyz',
    summary: 'The process can serve: 200, or 503 while it starts, stops or has no database',
    tag,
    may: 'anyone',
    replyType: 'text/plain',
  }),
  healthz: route({
    method: 'GET',
    path: '/healthz',
    summary: 'The state of each part',
    tag,
    may: 'ops.read',
    reply: z.object({ version: z.string(), engine: z.enum(['embedded', 'native']), checks: z.array(Check) }),
  }),
  metrics: route({
    method: 'GET',
    path: '/metrics',
    summary: 'Metrics for Prometheus; from loopback, or with BRAIN_METRICS_TOKEN as bearer token',
    tag,
    may: 'anyone',
    replyType: 'text/plain',
  }),
  openapi: route({
    method: 'GET',
    path: '/api/openapi.json',
    summary: 'This description',
    tag,
    may: 'anyone',
    replyType: 'application/json',
  }),
  docs: route({ method: 'GET', path: '/docs', summary: 'The reference to read', tag, may: 'anyone', replyType: 'text/html' }),
}
