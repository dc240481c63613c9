import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { BrainError, contract } from '@brain-ai/contract'
import type { Client } from '@brain-ai/sdk'
import { CommandError, exitCodes, UsageError } from '../exit-codes.ts'

export interface ImportedQuestions {
  readonly added: number
  readonly extended: number
  readonly unchanged: number
}

/**
 * Puts the questions of a file into a set: lines of JSON as they are exported, or, with `qrels` or as a folder, the files of a
 * retrieval collection.
 * @throws UsageError for a path that cannot be read; CommandError with the lines that the server refuses
 */
export async function importSet(
  client: Client,
  setId: string,
  given: { path: string; qrels: string | undefined },
): Promise<ImportedQuestions> {
  const body = await readQuestionFiles(given.path, given.qrels)
  try {
    return await client.call(contract.evaluation.importQuestions, { params: { id: setId }, body })
  } catch (error) {
    if (!(error instanceof BrainError) || error.code !== 'evaluation/import-invalid') throw error
    const { errors = [], lines } = error.details as { errors?: { path: string; message: string }[]; lines?: number }
    const more = (lines ?? 0) > errors.length ? [`  and ${lines! - errors.length} more`] : []
    const told = [error.message, ...errors.map(({ path, message }) => `  ${path}: ${message}`), ...more]
    throw new CommandError(exitCodes.usage, told.join('\n'), { cause: error })
  }
}

async function readQuestionFiles(path: string, qrels: string | undefined) {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (isFolder) return { queries: await read(join(path, 'queries.jsonl')), qrels: await read(qrels ?? join(path, 'qrels.tsv')) }
  return qrels === undefined ? { jsonl: await read(path) } : { queries: await read(path), qrels: await read(qrels) }
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new UsageError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`)
  }
}
