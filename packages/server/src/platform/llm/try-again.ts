import { setTimeout as delay } from 'node:timers/promises'
import type { CircuitPermit } from './circuit-breaker.ts'
import type { Endpoint } from './endpoint.ts'
import { faultOf, ModelFault } from './model-fault.ts'

export interface Attempts {
  readonly endpoint: Endpoint
  readonly model: string
  /** When all must be over, by the clock of `performance.now()`. */
  readonly deadline: number
  /** The longest wait before another try. */
  readonly patienceMs: number
  readonly signal: AbortSignal
  readonly now: () => Date
  readonly onRetry: () => void
}

const mostAttempts = 3

/**
 * Enters the circuit of a model.
 * @param before what went wrong in the try before this one: it says more than that there is no other try
 * @throws ModelFault circuit-open, or `before`
 */
export function enterCircuit({ endpoint, model }: Attempts, before: ModelFault | undefined): CircuitPermit {
  const permit = endpoint.circuitOf(model).enter()
  if (!permit) throw before ?? new ModelFault('circuit-open')
  return permit
}

/** Tells the circuit of a fault, and what it was. A call that was cancelled says nothing about the endpoint, and its reason is thrown. */
export function settleFault(error: unknown, permit: CircuitPermit, { signal, now }: Attempts): ModelFault {
  if (signal.aborted) {
    permit.release()
    throw signal.reason
  }
  const fault = faultOf(error, now())
  if (fault.rule.health === 'alive') permit.release()
  else permit.failed({ isDead: fault.rule.health === 'dead' })
  return fault
}

/** Waits before another try, as long as the provider asks for. @throws the fault itself where no other try makes sense */
export async function waitToTryAgain(fault: ModelFault, attempt: number, attempts: Attempts): Promise<void> {
  const { endpoint, deadline, patienceMs, signal } = attempts
  if (!fault.rule.isRetryable || attempt >= mostAttempts) throw fault
  const waitMs = fault.retryAfterMs ?? 200 * 2 ** (attempt - 1) * (0.75 + Math.random() / 2)
  if (waitMs > patienceMs || performance.now() + waitMs >= deadline) throw fault
  if (!endpoint.retries.take()) throw fault
  attempts.onRetry()
  await delay(waitMs, undefined, { signal })
}
