import { LRUCache } from 'lru-cache'
import type { App } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { listTermsWith } from './retrieval-store.ts'

const maxBytes = 4 * 1024 * 1024
/** A word that only an erased document had is kept no longer than this. */
const keptForMs = 60_000

interface TermList {
  /** Of the index that they were read in. */
  readonly state: string
  readonly terms: string
}

/**
 * Terms by how they begin, kept for a minute: who types a question searches again with every letter, and its last word is unknown
 * until it is whole. Used only while the index is in the state in which they were read, as `HotPostings`.
 */
export class RecentVocabulary {
  readonly #lists = new LRUCache<string, TermList>({
    maxSize: maxBytes,
    sizeCalculation: ({ terms }, key) => 2 * (terms.length + key.length) + 200,
    ttl: keptForMs,
    ttlAutopurge: true,
  })

  /** The terms that begin with each of some prefixes, with spaces between them. @param state of the index in this transaction */
  async read(db: WorkspaceDb, state: string, prefixes: ReadonlySet<string>): Promise<Map<string, string>> {
    const found = new Map<string, string>()
    for (const prefix of prefixes) {
      const held = this.#lists.get(`${db.workspaceId} ${prefix}`)
      if (held?.state === state) found.set(prefix, held.terms)
    }
    const missing = [...prefixes.difference(found)]
    if (missing.length === 0) return found
    for (const [prefix, terms] of await listTermsWith(db, missing)) {
      found.set(prefix, terms)
      this.#lists.set(`${db.workspaceId} ${prefix}`, { state, terms })
    }
    return found
  }
}

// Belongs to the app it was made for and goes with it.
const vocabularies = new WeakMap<App, RecentVocabulary>()

export const vocabularyOf = (app: App): RecentVocabulary => vocabularies.getOrInsertComputed(app, () => new RecentVocabulary())
