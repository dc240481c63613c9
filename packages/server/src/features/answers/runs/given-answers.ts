import { BrainError } from '@brain-ai/contract'
import { LRUCache } from 'lru-cache'
import { Batcher } from '#platform/batch'
import type { Database, WorkspaceDb } from '#platform/database'
import { type GivenAnswer, insertGivenAnswers } from './given-answer-store.ts'

/** What they say; 16 bytes and some list each. */
const mostRemembered = 20_000

/** Stores that known answers were given, many at once, and what each says once. */
export class GivenAnswers {
  readonly #batcher: Batcher<GivenAnswer, boolean>
  /** Those whose text is in the database, as far as this process knows. */
  readonly #stored = new LRUCache<string, true>({ max: mostRemembered })

  constructor(database: Database) {
    this.#batcher = new Batcher(async (answers, workspaceId) => {
      const unstored = new Map(
        answers.filter(({ knownId }) => !this.#stored.has(knownId)).map((answer) => [answer.knownId, answer]),
      )
      const insert = (db: WorkspaceDb) => insertGivenAnswers(db, answers, [...unstored.values()])
      const given = new Set(await database.transact(workspaceId, insert, { reader: 'product', isSingle: true }))
      for (const { knownId, request } of answers) if (given.has(request.id)) this.#stored.set(knownId, true)
      return answers.map(({ request }) => given.has(request.id))
    })
  }

  /**
   * Resolves once it is committed. What is looked at whether it may be given is of a moment after the call began.
   * @returns false where what it was found by is not so any more, and nothing was stored
   */
  async store(workspaceId: string, answer: GivenAnswer): Promise<boolean> {
    try {
      return await this.#batcher.run(answer, workspaceId)
    } catch (error) {
      // What it says may have gone meanwhile, as where the database was set back.
      if (error instanceof BrainError || !this.#stored.delete(answer.knownId)) throw error
      return this.#batcher.run(answer, workspaceId)
    }
  }
}
