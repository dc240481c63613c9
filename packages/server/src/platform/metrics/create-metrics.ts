import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { collectProcessMetrics } from './collect-process-metrics.ts'

export type Metrics = ReturnType<typeof createMetrics>

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/**
 * The metrics of one process. Labels are route templates, states and kinds: never ids of workspaces or people, which would make
 * a series per tenant and put tenant facts where they do not belong. docs/metrics.md is held to this list by a test.
 */
export function createMetrics() {
  const registry = new Registry()
  collectProcessMetrics(registry)
  const registers = [registry]
  return {
    registry,
    httpRequests: new Counter({
      name: 'http_requests_total',
      help: 'HTTP requests by method, route template and status',
      labelNames: ['method', 'route', 'status'] as const,
      registers,
    }),
    httpDuration: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the request to the end of its reply',
      labelNames: ['method', 'route'] as const,
      buckets: seconds,
      registers,
    }),
    limitRefusals: new Counter({
      name: 'limit_refusals_total',
      help: 'Requests refused because a limit of their workspace was reached, by what was limited',
      labelNames: ['metric'] as const,
      registers,
    }),
    queries: new Counter({
      name: 'brain_queries_total',
      help: 'Questions and searches by kind and outcome',
      labelNames: ['kind', 'outcome'] as const,
      registers,
    }),
    queryDuration: new Histogram({
      name: 'brain_query_duration_seconds',
      help: 'Time of a question or search by kind',
      labelNames: ['kind'] as const,
      buckets: seconds,
      registers,
    }),
    agentRequests: new Counter({
      name: 'agent_requests_total',
      help: 'Answers composed by agent kind and outcome',
      labelNames: ['agent', 'outcome'] as const,
      registers,
    }),
    cacheHits: new Counter({
      name: 'redis_cache_hits_total',
      help: 'What was made before and given again, by store, memory or Redis, and kind',
      labelNames: ['store', 'kind'] as const,
      registers,
    }),
    cacheMisses: new Counter({
      name: 'redis_cache_misses_total',
      help: 'What was looked for in the cache and had to be made, by store, memory or Redis, and kind',
      labelNames: ['store', 'kind'] as const,
      registers,
    }),
    cacheEvictions: new Counter({
      name: 'brain_cache_evictions_total',
      help: 'Entries that made room for others, by store',
      labelNames: ['store'] as const,
      registers,
    }),
    modelCalls: new Counter({
      name: 'brain_model_calls_total',
      help: 'Calls to language and embedding models, by kind of provider, use and outcome',
      labelNames: ['kind', 'use', 'outcome'] as const,
      registers,
    }),
    modelDuration: new Histogram({
      name: 'brain_model_call_duration_seconds',
      help: 'Time of a call to a model, retries and tools included, by kind of provider and use',
      labelNames: ['kind', 'use'] as const,
      buckets: seconds,
      registers,
    }),
    modelFirstToken: new Histogram({
      name: 'brain_model_first_token_seconds',
      help: 'Time until a model began to answer, by kind of provider',
      labelNames: ['kind'] as const,
      buckets: seconds,
      registers,
    }),
    modelTokens: new Counter({
      name: 'brain_model_tokens_total',
      help: 'Tokens used, by kind of provider and class: cached input and cache writes are part of the input, reasoning of the output',
      labelNames: ['kind', 'class'] as const,
      registers,
    }),
    modelRetries: new Counter({
      name: 'brain_model_retries_total',
      help: 'Requests to models that were sent again after a fault, by kind of provider',
      labelNames: ['kind'] as const,
      registers,
    }),
    modelCircuitsOpen: new Gauge({
      name: 'brain_model_circuits_open',
      help: 'Models that are left alone for a moment because their calls failed, by kind of provider',
      labelNames: ['kind'] as const,
      registers,
    }),
    documentsImported: new Counter({
      name: 'brain_documents_total',
      help: 'Documents whose reading ended, by format and outcome',
      labelNames: ['format', 'outcome'] as const,
      registers,
    }),
    jobsFinished: new Counter({
      name: 'brain_jobs_total',
      help: 'Job attempts that ended, by queue and outcome',
      labelNames: ['queue', 'outcome'] as const,
      registers,
    }),
    jobDuration: new Histogram({
      name: 'brain_job_duration_seconds',
      help: 'Time of one attempt at a job',
      labelNames: ['queue'] as const,
      buckets: seconds,
      registers,
    }),
    jobsWaiting: new Gauge({
      name: 'brain_jobs_waiting',
      help: 'Jobs that are due and not yet taken, by queue',
      labelNames: ['queue'] as const,
      registers,
    }),
    mails: new Counter({
      name: 'mails_total',
      help: 'Mails that reached an end, by outcome: sent, failed, or kept without a mail server',
      labelNames: ['outcome'] as const,
      registers,
    }),
    databaseConnections: new Gauge({
      name: 'brain_database_connections',
      help: 'Connections of the pool by state',
      labelNames: ['state'] as const,
      registers,
    }),
    buildInfo: new Gauge({
      name: 'brain_build_info',
      help: 'Always 1; the version and the database engine stand in the labels',
      labelNames: ['version', 'engine'] as const,
      registers,
    }),
  }
}
