import type { App } from '#platform/context'
import { markInterrupted } from './answer-store.ts'
import { deleteLapsedLease, listLapsed, notifyRun } from './lease-store.ts'

/** Marks the answers interrupted whose process fell silent, with what was said until then. Any process may do it, at any time. */
export async function interruptLapsedRuns({ database, log }: Pick<App, 'database' | 'log'>): Promise<void> {
  for (const { workspaceId, id } of await database.asSystem(listLapsed)) {
    const isGone = await database.transact(
      workspaceId,
      async (db) => {
        if (!(await deleteLapsedLease(db, id))) return false
        await markInterrupted(db, id)
        await notifyRun(db, 'text', id)
        return true
      },
      { reader: 'product' },
    )
    if (isGone) log.warn({ workspaceId, runId: id }, 'an answer was interrupted: its process fell silent')
  }
}
