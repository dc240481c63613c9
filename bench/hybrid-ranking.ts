import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findEmbeddingModel } from '../packages/server/src/features/models/index.ts'
import { retrievalJobs } from '../packages/server/src/features/retrieval/jobs.ts'
import { retrievePassages } from '../packages/server/src/features/retrieval/retrieve-passages.ts'
import { noteModelChoice } from '../packages/server/src/features/retrieval/vectors/note-passages.ts'
import { getSearchSettings, updateSearchSettings } from '../packages/server/src/features/retrieval/vectors/search-settings.ts'
import { createWorkspaceContext } from '../packages/server/src/platform/context/index.ts'
import { makeWorkspaceId, openEngines, until } from '../packages/server/test/job-world.ts'
import { serveEmbeddings } from './embedding-server.ts'
import type { IrCollection } from './ir-collections.ts'
import { learnEmbedder } from './latent-semantics.ts'
import { storePassages } from './stored-passages.ts'

/** Rankings of one collection by the weight of the vectors; a weight of 1 is vectors alone. */
export type HybridRankings = { readonly model: string; readonly byWeight: ReadonlyMap<number, string[][]> }

/**
 * Through the whole path, on the embedded database: a model served over HTTP, a generation that jobs build, questions embedded when
 * they are asked, nearest passages from the table, and the fusion with the index of words.
 */
export async function rankHybrid(
  collection: IrCollection,
  questions: readonly string[],
  { weights, dimensions, depth }: { weights: readonly number[]; dimensions: number; depth: number },
): Promise<HybridRankings> {
  await using opened = new AsyncDisposableStack()
  const embed = learnEmbedder(collection.documents, dimensions)
  const server = opened.use(await serveEmbeddings(embed, { model: `lsa-${dimensions}` }))
  const dataDir = await mkdtemp(join(tmpdir(), 'brain-bench-'))
  opened.defer(() => rm(dataDir, { recursive: true, force: true }))
  const env = { OPENAI_BASE_URL: server.baseUrl, BRAIN_EMBEDDING_MODEL: `openai/${server.model}` }
  const app = opened.use(await openEngines({ dataDir, env }))
  app.jobs.start(app, retrievalJobs({ findModel: findEmbeddingModel }))
  const workspaceId = await makeWorkspaceId(app)
  const context = createWorkspaceContext(app, {
    workspaceId,
    actor: { kind: 'job', queue: 'bench' },
    signal: new AbortController().signal,
  })
  const idOf = new Map<string, string>()
  const passages = collection.documents.map(({ id, title, text }) => {
    const passageId = randomUUID()
    idOf.set(passageId, id)
    return { id: passageId, documentId: randomUUID(), title, headingPath: [], language: 'en', text: text || title || '.' }
  })
  await storePassages(app.database, workspaceId, passages)
  await context.transact(noteModelChoice)
  await until(async () => {
    const { active, coming } = await getSearchSettings(context)
    if (coming?.failure) throw new Error(coming.failure.message)
    return active !== null
  }, 600_000)
  const byWeight = new Map<number, string[][]>()
  for (const weight of weights) {
    await updateSearchSettings(context, { hybridWeight: weight })
    const ranked: string[][] = []
    for (const question of questions) {
      const { passages } = await retrievePassages(context, { question, limit: depth, candidates: depth })
      ranked.push(passages.map(({ passageId }) => idOf.get(passageId)!))
    }
    byWeight.set(weight, ranked)
  }
  return { model: server.model, byWeight }
}
