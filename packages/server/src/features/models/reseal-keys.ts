import type { App } from '#platform/context'
import { keyOwner } from './provider.ts'
import { listKeysSealedOtherwise, replaceSealedKey } from './provider-store.ts'

/**
 * Seals anew what was sealed before the secret of the installation changed, so that the old one is not needed any more. Done at each
 * start, and harmless when two nodes do it at the same time.
 * @returns how many were sealed anew, and how many could not be opened by any secret that is known
 */
export async function resealKeys(app: Pick<App, 'database' | 'keyRing' | 'log'>): Promise<{ resealed: number; lost: number }> {
  const { keyRing } = app
  const rows = await app.database.asSystem((db) => listKeysSealedOtherwise(db, keyRing.currentId))
  let resealed = 0
  for (const row of rows) {
    const owner = keyOwner(row.workspaceId, row.id)
    const key = keyRing.open({ text: row.sealedKey, keyId: row.keyId }, owner)
    if (key === undefined) continue
    await app.database.asSystem((db) => replaceSealedKey(db, row, keyRing.seal(key, owner)))
    resealed++
  }
  const lost = rows.length - resealed
  if (resealed > 0) app.log.info({ resealed }, 'keys of model providers were sealed with the new secret')
  if (lost > 0)
    app.log.error({ lost }, 'keys of model providers do not open: BRAIN_SECRET_KEY was changed without BRAIN_SECRET_KEY_OLD')
  return { resealed, lost }
}
