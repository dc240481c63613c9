import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { listTenantTables } from '../catalogue/inspect-catalogue.ts'
import type { World } from '../world.ts'
import type { Side } from './side.ts'

/** Where some words stand in the rows of a workspace, as `table: word`. */
export async function findInRows(world: World, { workspace }: Side, words: readonly string[]): Promise<string[]> {
  const tables = await listTenantTables(world.server.app.database.pool)
  return workspace.transact(async ({ query }) => {
    const found: string[] = []
    for (const table of tables) {
      const { rows } = await sql<{ word: string }>`
        select distinct w.word from ${sql.table(table)} t join unnest(${words}::text[]) as w (word) on strpos(t::text, w.word) > 0`.execute(
        query,
      )
      found.push(...rows.map(({ word }) => `${table}: ${word}`))
    }
    return found
  })
}

/** Where some secrets stand as they are in the tables of the installation. Mails tell the links they carry until they are sent. */
export async function findInGlobalTables(world: World, words: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const table of [
    'users',
    'sessions',
    'accounts',
    'verifications',
    'instance_settings',
    'two_factors',
    'sign_in_attempts',
  ]) {
    const { rows } = await world.server.app.database.pool.query<{ word: string }>(
      `select distinct w.word from ${table} t join unnest($1::text[]) as w (word) on strpos(t::text, w.word) > 0`,
      [words],
    )
    found.push(...rows.map(({ word }) => `${table}: ${word}`))
  }
  return found
}

/** The original files of a workspace, by name and length. */
export async function listBlobs(world: World, { workspace }: Side): Promise<string[]> {
  const directory = join(world.dataDir, 'blobs', workspace.id)
  const names = await readdir(directory, { recursive: true })
  const files = names.sort().map(async (name) => `${name} ${(await readFile(join(directory, name)).catch(() => '')).length}`)
  return Promise.all(files)
}
