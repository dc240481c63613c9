import { createHash } from 'node:crypto'

/** Begins a statement whose plan the connection shall keep: for one that is asked often and found by key, whatever the workspace. */
export const keepPlan = '/* keep plan */'

// A statement that is put together from what a question asks for has many forms, and each keeps memory in each connection.
const maxPlans = 100

/**
 * Which statements are prepared once for each connection, under which name. Planning takes longer than running for a few rows by key
 * behind row policies. What is planned once does not know the values, so a statement that may scan should not begin with the mark.
 */
export class KeptPlans {
  readonly #names = new Map<string, string>()
  #areRefused = false

  /** Undefined for a statement without the mark. */
  nameOf(statement: string): string | undefined {
    if (this.#areRefused || !statement.trimStart().startsWith(keepPlan)) return undefined
    let name = this.#names.get(statement)
    if (name === undefined && this.#names.size < maxPlans) {
      name = `kept_${createHash('sha256').update(statement).digest('hex').slice(0, 24)}`
      this.#names.set(statement, name)
    }
    return name
  }

  /** For good: a pooler between us and the server hands out other connections than those the statements were prepared on. */
  refuse(): void {
    this.#areRefused = true
  }
}
