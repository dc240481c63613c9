import { randomUUID } from 'node:crypto'
import { contract } from '@brain-ai/contract'
import type { TestUser, TestWorkspace } from '../world.ts'
import type { Words } from './side.ts'

/** Documents in every state, and collections: a usual one, a spare and an empty one, and one that is closed to all but one reader. */
export async function makeDocuments(workspace: TestWorkspace, reader: TestUser, { canary, closedCanary }: Words) {
  const { client } = workspace
  const store = async (by: TestUser['client'], given: { word: string; collection?: string; source?: string; hour: number }) => {
    const { word, hour, ...rest } = given
    const body = {
      title: `Harbour ${word}`,
      text: harbourText(word, hour),
      format: 'markdown' as const,
      tags: ['harbour', word],
      ...rest,
    }
    const { documents } = await by.call(contract.documents.importDocuments, { body })
    await workspace.settle()
    return documents[0]!.id
  }
  const make = async (by: TestUser['client'], name: string, access: 'workspace' | 'members' = 'workspace') =>
    (await by.call(contract.collections.createCollection, { body: { name, access } })).id

  const handbook = await make(client, `Handbook ${canary}`)
  const shelf = await make(client, `Shelf ${canary}`)
  const empty = await make(client, `Empty ${canary}`)
  const closedCollection = await make(reader.client, `Closed ${workspace.slug}`, 'members')
  const source = `${canary}/handbook.md`
  await store(client, { word: canary, collection: handbook, source, hour: 8 })
  const ready = await store(client, { word: canary, collection: handbook, source, hour: 9 })
  const spare = await store(client, { word: canary, hour: 10 })
  const deleted = await store(client, { word: canary, hour: 11 })
  await client.call(contract.documents.deleteDocument, { params: { id: deleted } })
  const broken = new Blob([`%PDF-1.4 ${canary}`])
  const failed = (await client.upload([{ name: `${canary}.pdf`, content: broken }])).documents[0]!.id
  const closed = await store(reader.client, { word: closedCanary, collection: closedCollection, hour: 12 })
  await workspace.transact(({ query, workspaceId }) =>
    query
      .insertInto('embedding_generations')
      .values({ workspace_id: workspaceId, id: randomUUID(), model: `test/${canary}`, state: 'retired' })
      .execute(),
  )
  return { handbook, shelf, empty, closedCollection, ready, spare, deleted, failed, closed }
}

/** What the documents of both workspaces say, so that a question to the one would be answered by the other as well. */
export const harbourText = (word: string, hour: number): string =>
  `# Harbour ${word} ${hour}\n\nThe harbour master of ${word} opens at ${hour}. Ask for ${word} at the gate.`
