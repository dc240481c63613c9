import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A directory of its own that is gone when the test process ends. */
export function makeTemporaryDirectory(purpose: string): string {
  const directory = mkdtempSync(join(tmpdir(), `brain-${purpose}-`))
  process.once('exit', () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }))
  return directory
}
