import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BrainError } from '@brain-ai/contract'

/** Where the migrations of the product lie. */
export const migrationsDirectory = fileURLToPath(new URL('../../../migrations', import.meta.url))

export interface MigrationFile {
  readonly number: number
  readonly name: string
  readonly checksum: string
  /** Run one after the other: all in one transaction, or each by itself when the first line is `-- no transaction`. */
  readonly statements: readonly string[]
  readonly isTransaction: boolean
}

/** Reads `0001-name.sql` and so on in their order. @throws BrainError `configuration/invalid` for a wrong name or number */
export async function readMigrationFiles(directory: string): Promise<MigrationFile[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort()
  const files = await Promise.all(names.map((name) => readMigrationFile(directory, name)))
  for (const [index, file] of files.entries())
    if (file.number === files[index - 1]?.number)
      throw new BrainError('configuration/invalid', `Two migrations carry the number ${file.number}.`, { name: file.name })
  return files
}

async function readMigrationFile(directory: string, name: string): Promise<MigrationFile> {
  const number = Number(/^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1])
  if (Number.isNaN(number))
    throw new BrainError('configuration/invalid', `A migration is named like 0001-workspaces.sql, not ${name}.`, { name })
  // The same file with Windows line ends is the same migration.
  const sql = (await readFile(join(directory, name), 'utf8')).replaceAll('\r\n', '\n')
  const isTransaction = !sql.startsWith('-- no transaction\n')
  return {
    number,
    name,
    checksum: createHash('sha256').update(sql).digest('hex'),
    // PostgreSQL makes a transaction of everything sent at once, so what must not be in one is sent in parts.
    statements: isTransaction ? [sql] : sql.split(/^-- next$/m),
    isTransaction,
  }
}
