import { contract } from '@brain-ai/contract'
import type { App } from '#platform/context'
import { type ServedRoute, serve } from '#platform/http'
import { endOtherSessions, endSession } from './end-sessions.ts'
import type { SessionCache } from './session-cache.ts'
import { listSessions } from './session-store.ts'
import { endOfSession } from './sessions.ts'

export function sessionRoutes({ app, sessions }: { app: App; sessions: SessionCache }): ServedRoute[] {
  return [
    serve(contract.auth.listSessions, async (ctx) => {
      const now = app.now()
      const rows = await app.database.asSystem((db) => listSessions(db, ctx.user.id, now))
      const views = rows.map((row) => ({
        id: row.id,
        isCurrent: row.id === ctx.session.id,
        userAgent: row.userAgent || null,
        address: row.address || null,
        createdAt: row.createdAt.toISOString(),
        lastSeenAt: row.lastSeenAt.toISOString(),
        expiresAt: endOfSession(row).toISOString(),
      }))
      return { sessions: views.filter(({ expiresAt }) => expiresAt > now.toISOString()) }
    }),
    serve(contract.auth.revokeSession, async (ctx, { params }) => {
      await endSession(app, { id: params.id, userId: ctx.user.id })
      sessions.forgetUser(ctx.user.id)
    }),
    serve(contract.auth.revokeOtherSessions, async (ctx) => {
      const ended = await app.database.asSystem((db) => endOtherSessions(db, ctx.user.id, ctx.session.id))
      sessions.forgetUser(ctx.user.id)
      return { ended }
    }),
  ]
}
