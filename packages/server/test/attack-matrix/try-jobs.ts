import { setTimeout as delay } from 'node:timers/promises'
import { contract } from '@brain-ai/contract'
import { sql } from 'kysely'
import { enqueue, type JobDefinition } from '#platform/jobs'
import type { Side } from './side.ts'

/** What each kind of job is given in one workspace so that it would reach another, if it could. */
type Payloads = Readonly<
  Record<
    string,
    (theirs: {
      documentId: string
      deletedId: string
      generationId: string
      blobKeys: string[]
      testRunId: string
      warmupId: string
      evaluationRunId: string
    }) => object
  >
>

export const payloads: Payloads = {
  'documents.index': ({ documentId }) => ({ documentId, version: 2, title: 'Taken over' }),
  'documents.purge': ({ deletedId }) => ({ documentId: deletedId }),
  'documents.purge-blobs': ({ blobKeys }) => ({ blobKeys }),
  'answers.test-agent': ({ testRunId }) => ({ testRunId }),
  'answers.warm-cache': ({ warmupId }) => ({ warmupId }),
  'retrieval.remove-generation': ({ generationId }) => ({ generationId }),
  'retrieval.note-passages': () => ({}),
  'retrieval.embed-passages': ({ generationId }) => ({ generationId }),
  'retrieval.index-vectors': ({ generationId }) => ({ generationId }),
  'retrieval.evaluate': ({ evaluationRunId }) => ({ runId: evaluationRunId }),
  'documents.sweep-passages': ({ documentId }) => ({ documentId, version: 2 }),
}

/** Runs each kind of job in one workspace with the ids of another, to its first end. @throws Error for a kind without a payload */
export async function runJobsWithForeignIds(ours: Side, theirs: Side, definitions: readonly JobDefinition[]): Promise<void> {
  const generation = await theirs.workspace.transact(({ query, workspaceId }) =>
    query.selectFrom('embedding_generations').select('id').where('workspace_id', '=', workspaceId).executeTakeFirstOrThrow(),
  )
  const blobKeys = await theirs.workspace.transact(async ({ query, workspaceId }) => {
    const rows = await query.selectFrom('document_versions').select('blob_key').where('workspace_id', '=', workspaceId).execute()
    return rows.map(({ blob_key }) => blob_key)
  })
  const { warmup } = await theirs.workspace.client.call(contract.cache.getCache, {})
  const { usual, own } = theirs
  const given = {
    documentId: usual.document,
    deletedId: own.deleted.document,
    generationId: generation.id,
    blobKeys,
    testRunId: usual.testRun,
    warmupId: warmup!.id,
    evaluationRunId: usual.evaluationRun,
  }
  for (const definition of definitions) {
    const payload = payloads[definition.queue]
    if (!payload) throw new Error(`The job ${definition.queue} has no entry in the attack matrix.`)
    const id = await ours.workspace.transact((db) => enqueue(db, definition, payload(given)))
    while (!(await hasRun(ours, id!))) await delay(20)
  }
}

async function hasRun({ workspace }: Side, id: string): Promise<boolean> {
  const { rows } = await workspace.transact((db) =>
    sql<{ state: string; attempt: number }>`
      select state, attempt from jobs where workspace_id = ${db.workspaceId} and id = ${id}`.execute(db.query),
  )
  return rows[0] === undefined || (rows[0].state !== 'active' && rows[0].attempt > 0)
}
