import { LRUCache } from 'lru-cache'
import { Batcher } from '#platform/batch'
import type { Database } from '#platform/database'
import { type GivenAnswer, insertGivenAnswers } from './given-answer-store.ts'

/** What they say; 16 bytes and some list each. */
const mostRemembered = 20_000

/** Stores that known answers were given, many at once, and what each says once. */
export class GivenAnswers {
  readonly #batcher: Batcher<GivenAnswer, undefined>
  /** Those whose text is in the database, as far as this process knows. */
  readonly #stored = new LRUCache<string, true>({ max: mostRemembered })

  constructor(database: Database) {
    this.#batcher = new Batcher(async (answers, workspaceId) => {
      const unstored = new Map(
        answers.filter(({ knownId }) => !this.#stored.has(knownId)).map((answer) => [answer.knownId, answer]),
      )
      await database.transact(workspaceId, (db) => insertGivenAnswers(db, answers, [...unstored.values()]), {
        reader: 'product',
        isSingle: true,
      })
      for (const id of unstored.keys()) this.#stored.set(id, true)
      return answers.map(() => undefined)
    })
  }

  /** Resolves once it is committed. */
  async store(workspaceId: string, answer: GivenAnswer): Promise<void> {
    try {
      await this.#batcher.run(answer, workspaceId)
    } catch (error) {
      // What it says may have gone meanwhile, as where the database was set back.
      if (!this.#stored.delete(answer.knownId)) throw error
      await this.#batcher.run(answer, workspaceId)
    }
  }
}
