import { monitorEventLoopDelay } from 'node:perf_hooks'
import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client'

const figures = {
  min: 'shortest',
  max: 'longest',
  mean: 'mean',
  stddev: 'standard deviation of the',
  p50: '50th percentile of the',
  p90: '90th percentile of the',
  p99: '99th percentile of the',
} as const
type Figure = keyof typeof figures

const nameOf = (figure: string) => `nodejs_eventloop_lag_${figure}_seconds`
const hourMs = 3_600_000

/**
 * The usual metrics of the process and of Node. The delay of the event loop is taken once each time the loop goes round. The library
 * would ask a hundred times a second how late a timer is: that wakes a process with nothing to do, and adds the timer to the delay.
 */
export function collectProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: hourMs })
  const delays = monitorEventLoopDelay({ samplePerIteration: true })
  delays.enable()
  const all = Object.keys(figures) as Figure[]
  for (const figure of all) {
    registry.removeSingleMetric(nameOf(figure))
    new Gauge({
      name: nameOf(figure),
      help: `The ${figures[figure]} delay of the event loop since the metrics were last read`,
      registers: [registry],
      collect() {
        this.set(read(figure) / 1e9)
        if (figure === all.at(-1)) delays.reset()
      },
    })
  }

  function read(figure: Figure): number {
    if (delays.count === 0) return 0
    return figure === 'p50' || figure === 'p90' || figure === 'p99' ? delays.percentile(Number(figure.slice(1))) : delays[figure]
  }
}
