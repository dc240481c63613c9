import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { DocumentView } from '@brain-ai/contract'
import { BrainError } from '@brain-ai/contract'
import { documentJobs } from '#documents'
import { createWorkspaceContext, type WorkspaceContext } from '#platform/context'
import type { UploadedFile } from '#platform/http'
import { checkIndex } from '#retrieval'
import { deleteDocument, restoreDocument } from '../src/features/documents/delete-document.ts'
import { getDocument, listPassages } from '../src/features/documents/get-document.ts'
import { importFiles, importText } from '../src/features/documents/import-documents.ts'
import type { TextExtractor } from '../src/features/documents/index-document.ts'
import { replaceContent } from '../src/features/documents/replace-content.ts'
import { cancelDocument, retryDocument } from '../src/features/documents/retry-document.ts'
import { updateDocument } from '../src/features/documents/update-document.ts'
import { index, startEngines } from './engine-world.ts'
import { listJobs, makeWorkspaceId, until } from './job-world.ts'

const { app, extractor } = await startEngines()
/** What a test does in the place of reading a file. */
let beforeReading: (signal: AbortSignal) => Promise<void> = async () => {}
const watched: TextExtractor = {
  extract: async (bytes, fileName, options) => {
    await beforeReading(options.signal)
    return extractor.extract(bytes, fileName, options)
  },
}
app.jobs.start(app, documentJobs({ index, extractor: watched }))

async function aWorkspace(): Promise<WorkspaceContext> {
  beforeReading = async () => {}
  const actor = { kind: 'member', userId: randomUUID(), role: 'owner' } as const
  return createWorkspaceContext(app, { workspaceId: await makeWorkspaceId(app), actor, signal: new AbortController().signal })
}

const text = (title: string, content: string, more = {}) => ({ title, text: content, format: 'markdown' as const, ...more })
const file = (fileName: string, content: string): UploadedFile => {
  const stream = Readable.from([Buffer.from(content)], { objectMode: false })
  return { fileName, mediaType: 'text/plain', content: stream, isTruncated: () => false }
}
async function* upload(...files: UploadedFile[]) {
  yield* files
}

async function settle(ctx: WorkspaceContext, document: DocumentView): Promise<DocumentView> {
  let view = document
  await until(async () => {
    view = await getDocument(ctx, document.id)
    return view.state === 'ready' || view.state === 'failed'
  }, 20_000)
  return view
}
const quiet = (ctx: WorkspaceContext) =>
  until(async () => (await ctx.transact(listJobs)).every((job) => ['done', 'cancelled', 'dead'].includes(job.state)))
const countPassages = async (ctx: WorkspaceContext) =>
  ctx.transact(
    async (db) =>
      (await db.query.selectFrom('passages').select('id').where('workspace_id', '=', db.workspaceId).execute()).length,
  )
// What the index says is compared with every passage, so it is looked at as the product and not as a member.
const findDisagreements = (ctx: WorkspaceContext) => app.database.transact(ctx.workspaceId, checkIndex, { reader: 'product' })
const long = (word: string) =>
  Array.from({ length: 40 }, (_, i) => `## Part ${i}\n\n${`The ${word} number ${i} is oiled. `.repeat(30)}`).join('\n\n')

test('a file that cannot be read fails at once with its reason, and its job is done', async () => {
  const ctx = await aWorkspace()
  const { documents } = await importFiles(ctx, upload(file('broken.pdf', '%PDF-1.4\nnothing of a PDF follows')), {})
  const view = await settle(ctx, documents[0]!)
  assert.equal(view.failure?.code, 'document/damaged')
  assert.equal(view.failure?.isRetryable, false)
  await quiet(ctx)
  assert.equal((await ctx.transact(listJobs))[0]?.state, 'done')
})

test('the same content sent twenty times at once is one document', async () => {
  const ctx = await aWorkspace()
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, i) => importFiles(ctx, upload(file(`${i}.txt`, 'One and the same.')), {})),
  )
  assert.equal(new Set(replies.map(({ documents }) => documents[0]!.id)).size, 1)
  assert.equal(replies.filter(({ documents }) => !documents[0]!.isDuplicate).length, 1)
  await quiet(ctx)
})

test('a cancelled document stops at once, keeps nothing in the index, and can be read again', async () => {
  const ctx = await aWorkspace()
  const reading = Promise.withResolvers<void>()
  beforeReading = async (signal) => {
    reading.resolve()
    await delay(30_000, undefined, { signal })
  }
  const { documents } = await importText(ctx, text('Slow', long('pump')))
  await reading.promise
  const cancelled = await cancelDocument(ctx, documents[0]!.id)
  assert.deepEqual(
    [cancelled.state, cancelled.failure?.code, cancelled.failure?.isRetryable],
    ['failed', 'document/cancelled', true],
  )
  await assert.rejects(
    cancelDocument(ctx, cancelled.id),
    (error) => error instanceof BrainError && error.code === 'document/not-running',
  )

  beforeReading = async () => {}
  assert.equal((await retryDocument(ctx, cancelled.id)).state, 'queued')
  assert.equal((await settle(ctx, cancelled)).state, 'ready')
  await quiet(ctx)
  assert.equal((await listPassages(ctx, cancelled.id, { offset: 0, limit: 1 })).total, await countPassages(ctx))
  assert.deepEqual(await findDisagreements(ctx), [])
})

test('what goes wrong on our side is tried again, and the second attempt starts clean', async () => {
  const ctx = await aWorkspace()
  let attempts = 0
  beforeReading = async () => {
    if (++attempts === 1) throw new TypeError('a bug')
  }
  const { documents } = await importText(ctx, text('Twice', long('valve')))
  assert.equal((await settle(ctx, documents[0]!)).state, 'ready')
  assert.equal(attempts, 2)
  assert.deepEqual(await findDisagreements(ctx), [])
})

test('the old version answers until the new one was read, and then leaves nothing behind', async () => {
  const ctx = await aWorkspace()
  const first = await importText(ctx, text('Manual', long('crank'), { source: 'manual' }))
  const { id } = await settle(ctx, first.documents[0]!)
  const readable = async () =>
    (await listPassages(ctx, id, { offset: 0, limit: 500 })).passages.map((passage) => passage.text).join(' ')
  const gate = Promise.withResolvers<void>()
  beforeReading = () => gate.promise
  const second = await importText(ctx, text('Handbook', long('lever'), { source: 'manual' }))
  assert.deepEqual([second.documents[0]?.id, second.documents[0]?.version], [id, 2])
  assert.match(await readable(), /crank/)
  gate.resolve()
  const view = await settle(ctx, second.documents[0]!)
  assert.equal(view.title, 'Handbook')
  assert.doesNotMatch(await readable(), /crank/)
  await quiet(ctx)
  assert.equal(await countPassages(ctx), view.passages)
  assert.deepEqual(await findDisagreements(ctx), [])
})

test('another title is in the index at once', async () => {
  const ctx = await aWorkspace()
  const { documents } = await importText(ctx, text('Before', long('wheel')))
  const { id } = await settle(ctx, documents[0]!)
  const view = await updateDocument(ctx, index, id, { title: 'Afterwards', collection: 'Machines' })
  assert.deepEqual([view.title, view.collection?.name], ['Afterwards', 'Machines'])
  const terms = await ctx.transact((db) =>
    db.query.selectFrom('retrieval_blocks').select('term').where('workspace_id', '=', db.workspaceId).execute(),
  )
  assert.deepEqual(
    terms.filter(({ term }) => /^(befor|afterward)/.test(term)).map(({ term }) => term.slice(0, 5)),
    ['after'],
  )
  assert.deepEqual(await findDisagreements(ctx), [])
})

test('a deleted document that was imported again is not brought back over the new one', async () => {
  const ctx = await aWorkspace()
  const first = (await importText(ctx, text('Plan', 'Dig at noon.'))).documents[0]!
  await deleteDocument(ctx, index, first.id, { permanently: false })
  const second = (await importText(ctx, text('Plan again', 'Dig at noon.'))).documents[0]!
  assert.equal(second.isDuplicate, false)
  await assert.rejects(
    restoreDocument(ctx, index, first.id),
    (error) => error instanceof BrainError && error.code === 'document/not-deleted',
  )
  await deleteDocument(ctx, index, second.id, { permanently: true })
  assert.equal((await restoreDocument(ctx, index, first.id)).id, first.id)
  assert.equal((await settle(ctx, first)).state, 'ready')
})

test('a document deleted for good takes its original files with it', async () => {
  const ctx = await aWorkspace()
  const { documents } = await importFiles(ctx, upload(file('a.txt', 'First content.')), {})
  await settle(ctx, documents[0]!)
  await replaceContent(ctx, documents[0]!.id, upload(file('a.txt', 'Second content.')))
  const keys = await ctx.transact((db) =>
    db.query.selectFrom('document_versions').select('blob_key').where('workspace_id', '=', db.workspaceId).execute(),
  )
  assert.equal(keys.length, 2)
  await deleteDocument(ctx, index, documents[0]!.id, { permanently: true })
  await quiet(ctx)
  for (const { blob_key } of keys) assert.equal(await app.blobs.exists(blob_key), false)
  assert.equal(await countPassages(ctx), 0)
  assert.deepEqual(await findDisagreements(ctx), [])
})
