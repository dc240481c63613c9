import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DocumentView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { importBytes } from './import-documents.ts'

const handbook = fileURLToPath(new URL('../../../sample/handbook', import.meta.url))
const collection = 'Brain AI handbook'

/** Imports the handbook that comes with the product; again after an update it brings new versions of what changed. */
export async function importSample(ctx: WorkspaceContext): Promise<{ documents: DocumentView[] }> {
  const documents: DocumentView[] = []
  for (const fileName of (await readdir(handbook)).sort()) {
    const bytes = await readFile(join(handbook, fileName))
    documents.push(await importBytes(ctx, { fileName, bytes }, { collection, source: `sample/handbook/${fileName}` }))
  }
  return { documents }
}
