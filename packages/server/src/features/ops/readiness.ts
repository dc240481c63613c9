import type { App } from '#platform/context'

/** Whether this process may be sent requests. It says no before it stops, so that a balancer looks elsewhere in time. */
export class Readiness {
  #isStopping = false
  readonly #app: App

  constructor(app: App) {
    this.#app = app
  }

  startStopping(): void {
    this.#isStopping = true
  }

  /** Why this process is not ready, or undefined when it is. */
  async findObstacle(): Promise<string | undefined> {
    if (this.#isStopping) return 'stopping'
    try {
      await this.#app.database.ping()
      return undefined
    } catch {
      return 'the database does not answer'
    }
  }
}
