import { BrainError } from '@brain-ai/contract'
import { LRUCache } from 'lru-cache'
import { Batcher } from '#platform/batch'
import type { Database, WorkspaceDb } from '#platform/database'
import { type GivenAnswer, insertGivenAnswers } from './given-answer-store.ts'

/** What they say; 16 bytes and some list each. */
const mostRemembered = 20_000
/** All that was asked in a turn, yet few enough that the database works on the next ones while those before are told. */
const gathering = { mostAtOnce: 16, until: 'turn' } as const

/** Stores that known answers were given, many at once, and what each says once. */
export class GivenAnswers {
  readonly #batcher: Batcher<GivenAnswer, boolean>
  /** Those whose text is in the database, as far as this process knows. */
  readonly #stored = new LRUCache<string, true>({ max: mostRemembered })

  constructor(database: Database) {
    this.#batcher = new Batcher(async (answers, workspaceId) => {
      const unstored = new Map(
        answers.filter(({ known }) => !this.#stored.has(known.id)).map((answer) => [answer.known.id, answer]),
      )
      const insert = (db: WorkspaceDb) => insertGivenAnswers(db, answers, [...unstored.values()])
      const given = new Set(await database.transact(workspaceId, insert, { reader: 'product', isSingle: true }))
      for (const { id, known } of answers) if (given.has(id)) this.#stored.set(known.id, true)
      return answers.map(({ id }) => given.has(id))
    }, gathering)
  }

  /**
   * Resolves once it is committed. What is looked at whether it may be given is of a moment after the call began.
   * @returns false where what it was found by is not so any more, and nothing was stored
   */
  async store(workspaceId: string, answer: GivenAnswer): Promise<boolean> {
    const { id } = answer.known
    const isStored = this.#stored.has(id)
    try {
      return await this.#batcher.run(answer, workspaceId)
    } catch (error) {
      if (error instanceof BrainError || !isStored) throw error
      // What it says may have gone meanwhile, as where the database was set back.
      this.#stored.delete(id)
      return this.#batcher.run(answer, workspaceId)
    }
  }
}
