import { CircuitBreaker, type CircuitState } from './circuit-breaker.ts'
import { RetryBudget } from './retry-budget.ts'

const maxModels = 200

/** What is remembered of one provider while the process runs: a circuit for each of its models, and its retries. */
export class Endpoint {
  readonly retries = new RetryBudget()
  readonly #circuits = new Map<string, CircuitBreaker>()
  readonly #onChange: (state: CircuitState, before: CircuitState) => void

  constructor(onChange: (state: CircuitState, before: CircuitState) => void) {
    this.#onChange = onChange
  }

  circuitOf(model: string): CircuitBreaker {
    const found = this.#circuits.get(model)
    if (found) return found
    if (this.#circuits.size >= maxModels) {
      const idle = [...this.#circuits].find(([, circuit]) => circuit.state === 'closed')
      if (idle) this.#circuits.delete(idle[0])
    }
    const circuit = new CircuitBreaker({ now: () => performance.now(), onChange: this.#onChange })
    this.#circuits.set(model, circuit)
    return circuit
  }

  /** How many circuits are not closed. */
  countOpen(): number {
    return [...this.#circuits.values()].filter(({ state }) => state !== 'closed').length
  }
}
