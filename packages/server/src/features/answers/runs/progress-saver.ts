import { Batcher } from '#platform/batch'
import type { Database } from '#platform/database'
import { type LiveRun, RunAborted } from './live-run.ts'
import { type SaidSoFar, saveProgress } from './progress-store.ts'

/** How often it is looked for answers whose turn it is. */
const lookMs = 250
/** Until what was said is stored for the first time, and at most, up to a look more; it doubles in between. */
const [firstSaveMs, mostSaveMs] = [250, 750]

interface Saving {
  /** When what was said since the last time is to be stored, by the clock of `performance.now()`; undefined where nothing was. */
  dueAt: number | undefined
  waitMs: number
  quotes: number
  /** The passages that are stored. */
  passages: unknown
  work: Promise<void>
}

/**
 * Stores what was said so far of the answers that are being made: soon at the beginning, when somebody may come back for it, and
 * about once a second in a long one. Whoever's turn it is takes the others along, so that many at once cost little more than one.
 */
export class ProgressSaver {
  readonly #runs = new Map<LiveRun, Saving>()
  readonly #batches: Batcher<SaidSoFar, boolean>
  #timer: NodeJS.Timeout | undefined

  constructor(database: Database) {
    this.#batches = new Batcher(async (said, workspaceId) => {
      const held = await database.transact(workspaceId, (db) => saveProgress(db, said), { reader: 'product', isSingle: true })
      return said.map(({ id }) => held.has(id))
    })
  }

  /** Something was said. */
  schedule(run: LiveRun): void {
    if (run.leaseToken === undefined) return
    const saving = this.#runs.getOrInsertComputed(run, () => ({
      ...{ dueAt: undefined, waitMs: firstSaveMs, quotes: 0, passages: undefined, work: Promise.resolve() },
    }))
    saving.dueAt ??= performance.now() + saving.waitMs
    this.#timer ??= setTimeout(() => this.#look(), lookMs).unref()
  }

  /** Stores no more of it; resolves when nothing of it is on the way. */
  async stop(run: LiveRun): Promise<void> {
    const saving = this.#runs.get(run)
    this.#runs.delete(run)
    await saving?.work
  }

  #look(): void {
    this.#timer = undefined
    const unsaved = [...this.#runs].filter(([, { dueAt }]) => dueAt !== undefined)
    // A timer may come a moment early.
    const now = performance.now() + 1
    if (unsaved.some(([, { dueAt }]) => dueAt! <= now)) {
      for (const [run, saving] of unsaved) {
        saving.dueAt = undefined
        saving.waitMs = Math.min(2 * saving.waitMs, mostSaveMs)
        saving.work = saving.work.then(() => this.#save(run, saving))
      }
    } else if (unsaved.length > 0) this.#timer = setTimeout(() => this.#look(), lookMs).unref()
  }

  async #save(run: LiveRun, saving: Saving): Promise<void> {
    const { ctx, request, leaseToken, progress, toStore } = run
    const { text, citations, passages, documentIds } = toStore
    const quotes = progress.citations.slice(saving.quotes)
    const found = saving.passages === progress.passages ? undefined : { passages, documentIds }
    try {
      const said = { id: request.id, token: leaseToken!, text, citations, quotes, found }
      if (!(await this.#batches.run(said, ctx.workspaceId))) return run.abort(new RunAborted('lost'))
      saving.quotes += quotes.length
      saving.passages = progress.passages
    } catch (error) {
      ctx.log.warn({ err: error }, 'what was said of an answer could not be stored; it is tried again')
      if (this.#runs.has(run)) this.schedule(run)
    }
  }
}
