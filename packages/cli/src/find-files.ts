import { readdir, stat } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import { UsageError } from './exit-codes.ts'

export interface FoundFile {
  /** Where to read it. */
  readonly path: string
  /** Its path below the folder that was named, with `/`; for a file that was named itself, its name. */
  readonly name: string
  readonly bytes: number
}

export interface SkippedPath {
  readonly path: string
  readonly reason: string
}

const skippedFolders = new Set(['node_modules'])

/**
 * The files under some paths, in a stable order, each once. Hidden entries and node_modules are left out unless they are named
 * themselves, links to folders are not followed, and what cannot be read is reported rather than fatal.
 * @throws UsageError when a path that was named does not exist
 */
export async function findFiles(paths: readonly string[]): Promise<{ files: FoundFile[]; skipped: SkippedPath[] }> {
  const files = new Map<string, FoundFile>()
  const skipped: SkippedPath[] = []
  for (const path of paths) {
    const root = resolve(path)
    const found = await stat(root).catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(error.code === 'ENOENT' ? `There is no ${path}.` : `${path} cannot be read (${error.code}).`)
    })
    if (found.isDirectory()) await walk(root, root, files, skipped)
    else addFile(files, { path: root, name: basename(root), bytes: found.size })
  }
  return { files: [...files.values()], skipped }
}

async function walk(root: string, folder: string, files: Map<string, FoundFile>, skipped: SkippedPath[]): Promise<void> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.')) continue
      const path = join(folder, entry.name)
      if (entry.isDirectory()) {
        if (!skippedFolders.has(entry.name)) await walk(root, path, files, skipped)
        continue
      }
      const found = await stat(path).catch(() => undefined)
      if (found?.isFile()) addFile(files, { path, name: relative(root, path).split(sep).join('/'), bytes: found.size })
      else if (!found) skipped.push({ path, reason: 'cannot be read' })
    }
  } catch (error) {
    skipped.push({ path: folder, reason: `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})` })
  }
}

function addFile(files: Map<string, FoundFile>, file: FoundFile): void {
  if (!files.has(file.path)) files.set(file.path, file)
}
