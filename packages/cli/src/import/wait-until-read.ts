import { setTimeout as delay } from 'node:timers/promises'
import { contract, type DocumentView } from '@brain-ai/contract'
import type { Client } from '@brain-ai/sdk'
import { withRetries } from './retry.ts'

const pollMs = 1_000

/**
 * Waits until the server has read documents, and gives those it could not read.
 * @param onProgress hears how many of them are still to be read
 */
export async function waitUntilRead(
  client: Client,
  ids: ReadonlySet<string>,
  onProgress: (left: number) => void,
): Promise<DocumentView[]> {
  for (;;) {
    const working = await listOurs(client, 'working', ids)
    onProgress(working.length)
    if (working.length === 0) return listOurs(client, 'failed', ids)
    await delay(pollMs)
  }
}

async function listOurs(client: Client, state: 'working' | 'failed', ids: ReadonlySet<string>): Promise<DocumentView[]> {
  const ours: DocumentView[] = []
  let cursor: string | undefined
  do {
    const query = { state, limit: 200, ...(cursor !== undefined && { cursor }) }
    const page = await withRetries(() => client.call(contract.documents.listDocuments, { query }))
    ours.push(...page.documents.filter((document) => ids.has(document.id)))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined && ours.length < ids.size)
  return ours
}
