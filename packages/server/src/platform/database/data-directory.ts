import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BrainError } from '@brain-ai/contract'
import { embeddedVersion } from './pglite-options.ts'

const unfinishedPrefix = 'database.new-'

/**
 * Makes the directory of the embedded database at the first start and returns its path. It appears whole or not at all,
 * whenever the process is killed. Call it only while holding the lock of the data directory.
 */
export async function prepareDataDirectory(dataDir: string): Promise<string> {
  const directory = join(dataDir, 'database')
  for (const name of await readdir(dataDir))
    if (name.startsWith(unfinishedPrefix)) await rm(join(dataDir, name), { recursive: true, force: true })

  const version = await readFile(join(directory, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (version?.trim() === embeddedVersion) return directory
  if (version !== undefined)
    throw new BrainError(
      'configuration/invalid',
      `The data directory holds a database of PostgreSQL ${version.trim()}, this program needs ${embeddedVersion}.`,
      { dataDir },
    )
  const unfinished = join(dataDir, `${unfinishedPrefix}${randomUUID()}`)
  await mkdir(unfinished, { recursive: true, mode: 0o700 })
  await initialize(unfinished)
  // The engine makes its files readable for everyone; the directory above them keeps others out.
  await chmod(unfinished, 0o700)
  await rename(unfinished, directory)
  return directory
}

function initialize(directory: string): Promise<void> {
  const script = fileURLToPath(new URL('./initialize-data-directory.ts', import.meta.url))
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, directory], { stdio: ['ignore', 'ignore', 'pipe'] })
    let output = ''
    child.stderr.on('data', (chunk) => {
      output = (output + chunk).slice(-4000)
    })
    child.on('error', reject)
    child.on('exit', (code) => {
      if (code === 0) resolve()
      else if (/ENOSPC|No space left/.test(output))
        reject(new BrainError('storage/full', 'The disk is too full to make the database.', { directory }))
      else reject(new Error(`The embedded database could not be made (exit ${code}): ${output}`))
    })
  })
}
