import { totalmem } from 'node:os'
import type { App } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import type { BlockRow, IndexStatistics } from './lexical/score-blocks.ts'
import { findBlocksAndStatistics } from './retrieval-store.ts'

const megabyte = 1024 * 1024

/** A sixteenth of the memory there is, which a small installation never fills: 10,000 passages have 3 MB of postings. */
function defaultLimit(): number {
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)
  return Math.min(256 * megabyte, Math.max(32 * megabyte, memory / 16))
}

/** Rarer terms are read each time: they cost little, and a word that only an erased document had is kept nowhere. */
const hotFrequency = 256

/** What a question needs to be scored, and the version of the corpus that it was read in. */
export interface QuestionPostings {
  readonly statistics: IndexStatistics
  readonly corpusVersion: number
  /** Of the index: another one after every committed change of it. */
  readonly state: string
  readonly rows: readonly BlockRow[]
}

/** What a term has in the index of a workspace, as it stood in one state of that index. */
interface HotTerm {
  readonly rows: readonly BlockRow[]
  readonly bytes: number
}
interface HotWorkspace {
  readonly state: string
  /** Used longest ago first. */
  readonly terms: Map<string, HotTerm>
  bytes: number
}

/**
 * The postings of frequent terms, which are nearly all the bytes that a question reads. They are never stale: each question asks the
 * database for the state of the index in the same statement that reads the rest, and whoever changes a block changes that state in
 * the same transaction. A copy is used only where the state is the one that it was read in.
 */
export class HotPostings {
  readonly #maxBytes: number
  /** Asked longest ago first. */
  readonly #workspaces = new Map<string, HotWorkspace>()
  #bytes = 0

  constructor(limit = defaultLimit()) {
    this.#maxBytes = limit
  }

  /** What a question needs to be scored, in one round trip; undefined for a workspace that never had a passage. */
  async read(db: WorkspaceDb, terms: readonly string[]): Promise<QuestionPostings | undefined> {
    const held = this.#workspaces.get(db.workspaceId)
    const hot = new Map(terms.flatMap((term) => (held?.terms.has(term) ? [[term, held.terms.get(term)!]] : [])))
    const found = await findBlocksAndStatistics(db, terms, { state: held?.state, terms: [...hot.keys()] })
    if (found === undefined) return undefined
    const isSame = held !== undefined && held.state === found.state
    const used = isSame ? hot : new Map<string, HotTerm>()
    const read = Map.groupBy(found.rows, ({ term }) => term)
    this.#keep(db.workspaceId, found.state, used, read)
    // In the order of the question, held or not: sums of fractions depend on their order.
    const { statistics, corpusVersion, state } = found
    return { statistics, corpusVersion, state, rows: terms.flatMap((term) => used.get(term)?.rows ?? read.get(term) ?? []) }
  }

  /** Bytes of postings that are held now. */
  get bytes(): number {
    return this.#bytes
  }

  #keep(
    workspaceId: string,
    state: string,
    used: ReadonlyMap<string, HotTerm>,
    read: ReadonlyMap<string, readonly BlockRow[]>,
  ): void {
    const workspace = this.#workspaceIn(workspaceId, state)
    const isHot = (blocks: readonly BlockRow[]) =>
      blocks.reduce((sum, { documentFrequency }) => sum + documentFrequency, 0) >= hotFrequency
    const fresh = [...read].filter(([, blocks]) => isHot(blocks)).map(([term, blocks]) => [term, copyOf(blocks)] as const)
    for (const [term, hot] of [...used, ...fresh]) {
      this.#drop(workspace, term)
      workspace.terms.set(term, hot)
      workspace.bytes += hot.bytes
      this.#bytes += hot.bytes
    }
    if (workspace.terms.size === 0) this.#workspaces.delete(workspaceId)
    this.#shrink()
  }

  #workspaceIn(workspaceId: string, state: string): HotWorkspace {
    const held = this.#workspaces.get(workspaceId)
    this.#workspaces.delete(workspaceId)
    if (held !== undefined && held.state !== state) this.#bytes -= held.bytes
    const workspace = held?.state === state ? held : { state, terms: new Map<string, HotTerm>(), bytes: 0 }
    this.#workspaces.set(workspaceId, workspace)
    return workspace
  }

  #drop(workspace: HotWorkspace, term: string): void {
    const bytes = workspace.terms.get(term)?.bytes ?? 0
    if (!workspace.terms.delete(term)) return
    workspace.bytes -= bytes
    this.#bytes -= bytes
  }

  /** The workspace that was asked longest ago loses the term that was used longest ago. */
  #shrink(): void {
    while (this.#bytes > this.#maxBytes) {
      const [workspaceId, workspace] = this.#workspaces.entries().next().value!
      const oldest = workspace.terms.keys().next().value
      if (oldest !== undefined) this.#drop(workspace, oldest)
      if (workspace.terms.size === 0) this.#workspaces.delete(workspaceId)
    }
  }
}

/** In memory of their own, one piece for each term: what came from the driver is part of larger pieces. */
function copyOf(blocks: readonly BlockRow[]): HotTerm {
  const bytes = blocks.reduce((sum, { postings }) => sum + postings.length, 0)
  const memory = new Uint8Array(bytes)
  let at = 0
  const rows = blocks.map((row) => {
    memory.set(row.postings, at)
    at += row.postings.length
    return { ...row, postings: memory.subarray(at - row.postings.length, at) }
  })
  return { rows, bytes }
}

// Belongs to the app it was made for and goes with it.
const hotPostings = new WeakMap<App, HotPostings>()

export function hotPostingsOf(app: App): HotPostings {
  const known = hotPostings.get(app)
  if (known !== undefined) return known
  const made = new HotPostings()
  hotPostings.set(app, made)
  return made
}
