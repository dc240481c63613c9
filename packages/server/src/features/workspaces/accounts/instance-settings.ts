import { randomBytes } from 'node:crypto'
import type { SystemDb } from '#platform/database'

/** A fact about the installation as a whole, or undefined. With `forUpdate` no one else changes it until the transaction ends. */
export async function findInstanceSetting(db: SystemDb, name: string, forUpdate = false): Promise<unknown> {
  let query = db.query.selectFrom('instance_settings').select('value').where('name', '=', name)
  if (forUpdate) query = query.forUpdate()
  return (await query.executeTakeFirst())?.value
}

export async function saveInstanceSetting(db: SystemDb, name: string, value: unknown): Promise<void> {
  const json = JSON.stringify(value)
  await db.query
    .insertInto('instance_settings')
    .values({ name, value: json })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: json, updated_at: new Date() }))
    .execute()
}

/** The secret that signs sessions when none is configured: made once and kept, so that every node and every start agree. */
export async function getOrMakeSecret(db: SystemDb): Promise<string> {
  const made = randomBytes(32).toString('base64url')
  await db.query
    .insertInto('instance_settings')
    .values({ name: 'secret-key', value: JSON.stringify(made) })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  return (await findInstanceSetting(db, 'secret-key')) as string
}

/** The secrets of the installation, the one that holds now first; what was sealed with the others still opens. */
export async function listSecrets(
  db: SystemDb,
  { secretKey, oldSecretKey }: { secretKey: string | undefined; oldSecretKey: string | undefined },
): Promise<[string, ...string[]]> {
  const old = oldSecretKey === undefined ? [] : [oldSecretKey]
  if (secretKey === undefined) return [await getOrMakeSecret(db), ...old]
  // Before a secret was given the installation made one of its own.
  const made = await findInstanceSetting(db, 'secret-key')
  return [secretKey, ...old, ...(typeof made === 'string' ? [made] : [])]
}
