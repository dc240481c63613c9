import { BrainError } from '@brain-ai/contract'
import type { App } from '#platform/context'
import type { SystemDb } from '#platform/database'
import { chooseTimeZone } from './choose-time-zone.ts'
import { listTakenSlugs } from './settings-store.ts'
import { numberSlug, toSlug } from './slug.ts'
import { addMember, insertWorkspace, type WorkspaceBeginning } from './workspace-store.ts'

interface NewWorkspace {
  readonly name: string
  /** Made from the name when left out. */
  readonly slug?: string | undefined
  readonly language: 'en' | 'de'
  readonly timeZone: string
}

/**
 * Makes a workspace whose owner is whoever asks.
 * @throws BrainError workspace/creation-closed · workspace/slug-taken · request/invalid for a time zone that is none
 */
export async function createWorkspace(
  app: App,
  user: { id: string; isOperator: boolean },
  given: NewWorkspace,
): Promise<{ workspaceId: string }> {
  const { creation, defaultPlan } = app.config.workspaces
  if (creation === 'operators' && !user.isOperator)
    throw new BrainError('workspace/creation-closed', 'Only those who run this installation make workspaces. Ask them for one.')
  const workspaceId = app.newId()
  await app.database.asSystem(async (db) => {
    const timeZone = await chooseTimeZone(db, given.timeZone)
    const { name, language, slug } = given
    await insertUnderFreeSlug(db, { id: workspaceId, name, language, timeZone, plan: defaultPlan }, slug)
    await addMember({ query: db.query, workspaceId }, app.now(), { userId: user.id, role: 'owner' })
  })
  return { workspaceId }
}

async function insertUnderFreeSlug(db: SystemDb, row: Omit<WorkspaceBeginning, 'slug'>, given?: string): Promise<void> {
  if (given !== undefined) {
    if (await insertWorkspace(db, { ...row, slug: given })) return
    throw slugTaken(given)
  }
  const slug = toSlug(row.name)
  for (let first = 1; ; first += 50) {
    const candidates = Array.from({ length: 50 }, (_, i) => numberSlug(slug, first + i))
    const taken = await listTakenSlugs(db, candidates)
    for (const candidate of candidates) {
      // Somebody may have taken it since, so the insert has the last word.
      if (!taken.has(candidate) && (await insertWorkspace(db, { ...row, slug: candidate }))) return
    }
  }
}

export const slugTaken = (slug: string) =>
  new BrainError('workspace/slug-taken', `Another workspace has the address ${slug} already. Choose another one.`, { slug })
