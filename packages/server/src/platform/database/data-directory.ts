import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BrainError } from '@brain-ai/contract'
import { embeddedVersion, pgliteOptions } from './pglite-options.ts'

const unfinishedPrefix = 'database.new-'
const cache = fileURLToPath(new URL('../../../../../node_modules/.cache/brain-ai', import.meta.url))
const optionsHash = createHash('sha256').update(JSON.stringify(pgliteOptions)).digest('hex').slice(0, 12)
const template = join(cache, `database-${embeddedVersion}-${optionsHash}`)

/**
 * Makes an empty database for the first start to copy, which takes a moment where making one takes seconds. Meant to run while
 * the web app is built; does nothing where the data directory has its database already, or where nothing can be kept.
 */
export async function prepareDatabaseTemplate(dataDir: string): Promise<void> {
  if (existsSync(template) || existsSync(join(dataDir, 'database'))) return
  const unfinished = `${template}.new-${randomUUID()}`
  try {
    await mkdir(unfinished, { recursive: true, mode: 0o700 })
    await initialize(unfinished)
    await rename(unfinished, template)
  } catch {
    // The start makes its own instead, and tells what is wrong if that fails too; or another process was faster.
    await rm(unfinished, { recursive: true, force: true })
  }
}

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
  if (existsSync(template)) await copyTemplate(unfinished)
  else await initialize(unfinished)
  // The engine makes its files readable for everyone; the directory above them keeps others out.
  await chmod(unfinished, 0o700)
  await rename(unfinished, directory)
  return directory
}

async function copyTemplate(directory: string): Promise<void> {
  try {
    await cp(template, directory, { recursive: true })
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ENOSPC' ? diskIsFull(directory) : error
  }
}

const diskIsFull = (directory: string) =>
  new BrainError('storage/full', 'The disk is too full to make the database.', { directory })

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
      else if (/ENOSPC|No space left/.test(output)) reject(diskIsFull(directory))
      else reject(new Error(`The embedded database could not be made (exit ${code}): ${output}`))
    })
  })
}
