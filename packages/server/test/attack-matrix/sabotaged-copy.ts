import { cp, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Pool } from 'pg'
import type { startServer } from '../../src/start.ts'
import { makeTemporaryDirectory } from '../temporary-directory.ts'

const server = fileURLToPath(new URL('../..', import.meta.url))
const root = join(server, '../..')
/** What is taken out of a copy of the source. */
export interface Sabotage {
  readonly file: string
  readonly from: RegExp
  readonly to: string
}

/** Every query of a store forgets to ask for the workspace. */
export const forgetWorkspace = (file: string): Sabotage => ({
  file,
  from: /\s*\.where\('(\w+\.)?workspace_id', '=', db\.workspaceId\)/g,
  to: '',
})

/** The server from a copy of its source in which something is missing. */
export async function startServerWithout(missing: readonly Sabotage[]): Promise<typeof startServer> {
  const copy = makeTemporaryDirectory('sabotage')
  const target = join(copy, 'packages/server')
  for (const part of ['src', 'migrations', 'package.json']) await cp(join(server, part), join(target, part), { recursive: true })
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  await symlink(join(server, 'node_modules'), join(target, 'node_modules'))
  for (const { file, from, to } of missing) {
    const path = join(target, 'src/features', file)
    const written = await readFile(path, 'utf8')
    const changed = written.replaceAll(from, to)
    if (changed === written) throw new Error(`${file} does not hold ${from} any more; the proof must take out something else.`)
    await writeFile(path, changed)
  }
  const { startServer: start } = await import(pathToFileURL(join(target, 'src/start.ts')).href)
  return start
}

/** Row policies that let everything through. */
export async function openPolicies(pool: Pool, tables: readonly string[]): Promise<void> {
  for (const table of tables) await pool.query(`alter policy tenant on ${table} using (true) with check (true)`)
}
