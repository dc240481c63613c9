import { BrainError, type WorkspaceSettings } from '@brain-ai/contract'
import { type Actor, actorMay, type WorkspaceContext } from '#platform/context'
import { chooseTimeZone } from './choose-time-zone.ts'
import { slugTaken } from './create-workspace.ts'
import { findSettings, type SettingsChange, updateSettings } from './settings-store.ts'

/** The workspace with its settings, as the actor has it. */
export async function getWorkspace(ctx: WorkspaceContext): Promise<WorkspaceSettings> {
  return viewSettings(await ctx.transact(findSettings), ctx.actor)
}

/**
 * Changes what is given and leaves the rest as it is.
 * @throws BrainError workspace/slug-taken · auth/forbidden for a join role that only owners give · request/invalid for a time zone that is none
 */
export async function updateWorkspace(ctx: WorkspaceContext, given: SettingsChange): Promise<WorkspaceSettings> {
  const { slug, timeZone, joinDomains } = given
  const settings = await ctx
    .transact(async (db) => {
      assertMayGive(given, await findSettings(db), ctx.actor)
      const change = {
        ...given,
        ...(timeZone !== undefined && { timeZone: await chooseTimeZone(db, timeZone) }),
        ...(joinDomains && { joinDomains: [...new Set(joinDomains)] }),
      }
      await updateSettings(db, change, ctx.app.now())
      return findSettings(db)
    })
    .catch((error: unknown) => {
      throw slug !== undefined && isSlugConflict(error) ? slugTaken(slug) : error
    })
  return viewSettings(settings, ctx.actor)
}

/** Whoever joins by their domain as admin was invited by nobody: that is for owners to allow. */
function assertMayGive({ joinRole }: SettingsChange, present: { joinRole: string }, actor: Actor): void {
  if (joinRole !== 'admin' || present.joinRole === 'admin' || actorMay(actor, 'workspace.own')) return
  throw new BrainError('auth/forbidden', 'Only owners let people join as admin by themselves.')
}

function viewSettings(row: Awaited<ReturnType<typeof findSettings>>, actor: Actor): WorkspaceSettings {
  if (actor.kind !== 'member') throw new Error('A job has no role in a workspace.')
  return { ...row, role: actor.role, createdAt: row.createdAt.toISOString() }
}

// The slugs of others are invisible in this transaction; only the unique constraint knows of them.
const isSlugConflict = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'workspaces_slug_key'
