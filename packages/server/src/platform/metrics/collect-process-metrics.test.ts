import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { Registry } from 'prom-client'
import { collectProcessMetrics } from './collect-process-metrics.ts'

test('a loop that stood still shows until the metrics are read', async () => {
  const registry = new Registry()
  collectProcessMetrics(registry)
  const longest = async () => Number(/^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(await registry.metrics())?.[1])
  await delay(5)
  const started = performance.now()
  while (performance.now() < started + 300);
  await delay(5)
  const stood = await longest()
  assert.ok(stood >= 0.29 && stood < 60, `${stood} s`)
  await delay(5)
  assert.ok((await longest()) < 0.29)
})
