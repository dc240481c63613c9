import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const web = join(root, 'packages/web')
const dist = join(web, 'dist')
const hashName = '.input-hash'

/** Everything that the built web app depends on. */
const inputs = [
  'packages/web/src',
  'packages/web/public',
  'packages/web/index.html',
  'packages/web/vite.config.ts',
  'packages/web/slim-contract.ts',
  'packages/web/package.json',
  'packages/sdk/src',
  'packages/contract/src',
  'package-lock.json',
]

/**
 * Builds the web app into packages/web/dist when its input has changed since the last build; tells whether it did.
 * Two processes may do so at once: each builds in a directory of its own, and a reader never sees half a build.
 */
export async function buildWebIfChanged({ force = false }: { force?: boolean } = {}): Promise<boolean> {
  const inputHash = await hashOf(inputs)
  if (!force && (await readFile(join(dist, hashName), 'utf8').catch(() => '')) === inputHash) return false

  console.log('Building the web app (once, after a change)…')
  const started = performance.now()
  // Beside dist, so that it can be renamed into its place, and where git, linters and Tailwind do not look.
  const workshop = join(web, 'node_modules/.build')
  await mkdir(workshop, { recursive: true })
  const building = await mkdtemp(join(workshop, 'web-'))
  try {
    await runVite(building)
    await writeFile(join(building, hashName), inputHash)
    await putInPlace(building)
  } finally {
    await rm(building, { recursive: true, force: true })
  }
  console.log(`Built the web app in ${((performance.now() - started) / 1000).toFixed(1)} s.`)
  return true
}

async function hashOf(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of paths)
    for (const file of await filesUnder(join(root, path))) {
      const content = await readFile(file)
      hash.update(`${relative(root, file)}\0${content.length}\0`).update(content)
    }
  return hash.digest('hex')
}

/** A file itself, or every file below a directory, in an order that does not depend on the file system. Tests are no input. */
async function filesUnder(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined)
  if (!entries) return existsSync(path) ? [path] : []
  const files = entries.filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
  return files.map((entry) => join(entry.parentPath, entry.name)).sort()
}

/** Vite needs much memory for a moment; in a process of its own it gives all of it back. */
async function runVite(outDir: string): Promise<void> {
  const vite = fileURLToPath(new URL('bin/vite.js', import.meta.resolve('vite/package.json')))
  const args = [vite, 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn']
  const child = spawn(process.execPath, args, { cwd: web, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  child.on('error', reject)
  child.on('close', (code) =>
    code === 0 ? resolve() : reject(new Error(`The web app does not build (exit code ${code}):\n${output}`)),
  )
  await promise
}

/** A directory cannot be replaced in one step, so the old one is moved away first; whoever comes second in that moment tries again. */
async function putInPlace(built: string): Promise<void> {
  const old = `${built}.old`
  for (let attempt = 1; ; attempt++) {
    await rename(dist, old).catch(ignoreMissing)
    try {
      await rename(built, dist)
      break
    } catch (error) {
      if (attempt === 5 || !isOccupied(error)) throw error
    } finally {
      await rm(old, { recursive: true, force: true })
    }
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code
const isOccupied = (error: unknown): boolean => ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(codeOf(error) ?? '')

function ignoreMissing(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error
}

if (import.meta.main) {
  const isBuilt = await buildWebIfChanged({ force: process.argv.includes('--force') })
  if (!isBuilt) console.log('The web app is up to date.')
}
