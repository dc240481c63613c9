import type { MailView } from '@brain-ai/contract'
import type { App } from '#platform/context'
import { countOutbox, listOutbox } from '#platform/mail'
import { readMailCursor, viewMail, writeMailCursor } from './mail-view.ts'

/** One page of the outbox, newest first. */
export async function listMails(
  app: App,
  page: { q?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ mails: MailView[]; total: number; nextCursor: string | null; hasServer: boolean }> {
  const after = page.cursor === undefined ? undefined : readMailCursor(page.cursor)
  return app.database.asSystem(async (db) => {
    const rows = await listOutbox(db, { q: page.q, after, limit: page.limit + 1 })
    const total = await countOutbox(db, page.q)
    const shown = rows.slice(0, page.limit)
    const last = shown.at(-1)
    return {
      mails: shown.map(viewMail),
      total,
      nextCursor: rows.length > page.limit && last ? writeMailCursor(last) : null,
      hasServer: app.config.mail !== undefined,
    }
  })
}
