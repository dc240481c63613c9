import { type ApiKeyView, BrainError, type Permission, scopes } from '@brain-ai/contract'
import { actorMay, type WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { type KeyRow, listKeyRows } from './key-store.ts'

const daysRevokedKeysAreShown = 30

/** The keys of whoever asks, or of every member; revoked ones for another thirty days. Newest first. */
export async function listKeys(ctx: WorkspaceContext, { all }: { all: boolean }): Promise<ApiKeyView[]> {
  const { actor } = ctx
  if (all && !actorMay(actor, 'keys.manage'))
    throw new BrainError('auth/forbidden', 'Only owners and admins see the API keys of others.', { permission: 'keys.manage' })
  const userId = all || actor.kind === 'job' ? undefined : actor.userId
  const rows = await ctx.transact((db) => listKeyRows(db, { userId, revokedSince: startOfList(ctx.app.now()) }))
  return rows.map(viewKey)
}

export async function getKeyView(db: WorkspaceDb, id: string, now: Date): Promise<ApiKeyView> {
  const [row] = await listKeyRows(db, { id, revokedSince: startOfList(now) })
  if (!row) throw new BrainError('key/not-found', 'There is no such API key in this workspace.')
  return viewKey(row)
}

const startOfList = (now: Date) => new Date(now.getTime() - daysRevokedKeysAreShown * 24 * 3600_000)

const viewKey = ({ userId, userName, createdAt, lastUsedAt, expiresAt, revokedAt, ...row }: KeyRow): ApiKeyView => ({
  ...row,
  scopes: knownScopes(row.scopes),
  member: { userId, name: userName },
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
  expiresAt: expiresAt?.toISOString() ?? null,
  revokedAt: revokedAt?.toISOString() ?? null,
})

/** What is stored, without scopes that another version of the program knows. */
export const knownScopes = (stored: readonly string[]): Permission[] => scopes.filter((scope) => stored.includes(scope))
