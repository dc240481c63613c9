import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import type { WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { checkIndex, indexPassages, rebuildIndex, removePassages, retrievePassages } from '#retrieval'
import { eraseDocument } from '../src/features/documents/erase-document.ts'
import { insertPassages } from '../src/features/documents/passage-store.ts'
import { retitleDocument } from '../src/features/documents/retitle-document.ts'
import { type PlainPassage, plainBm25 } from './plain-bm25.ts'
import { startWorld } from './world.ts'

// What the database ranks is compared with the textbook on a corpus that grows, shrinks and changes at random.
const world = await startWorld()
const { database } = world.server.app
const index = { addPassages: indexPassages, removePassages, notePassages: async () => {} }

// Three letters: no stemmer changes them, none is a stop word, and nothing so short is compared with similar words.
const word = fc.constantFrom('zab', 'kig', 'mot', 'ruf', 'pel', 'dux', 'wyn', 'fom', 'bax', 'tiv', 'gol', 'hep')
const words = (limits: { minLength: number; maxLength: number }) => fc.array(word, limits)
const newDocument = fc.record({
  title: words({ minLength: 1, maxLength: 4 }),
  passages: fc.array(
    fc.record({ heading: words({ minLength: 0, maxLength: 3 }), text: words({ minLength: 1, maxLength: 40 }) }),
    { minLength: 1, maxLength: 6 },
  ),
})
const change = fc.oneof(
  { weight: 4, arbitrary: newDocument.map((document) => ({ kind: 'add' as const, document })) },
  { weight: 2, arbitrary: fc.nat().map((which) => ({ kind: 'erase' as const, which })) },
  { weight: 1, arbitrary: fc.nat().map((which) => ({ kind: 'delete' as const, which })) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('retitle' as const),
      which: fc.nat(),
      title: words({ minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'rebuild' as const }) },
)

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never
type PlainDocument = { id: string; title: string; isDeleted: boolean; passages: { id: string; heading: string; text: string }[] }

async function makeWorkspace(): Promise<WorkspaceContext> {
  const id = randomUUID()
  await database.asSystem((db) =>
    sql`insert into workspaces (id, slug, name) values (${id}, ${`w-${id.slice(0, 13)}`}, 'Test')`.execute(db.query),
  )
  const transact: WorkspaceContext['transact'] = (work) => database.transact(id, work, { reader: 'product' })
  return { app: world.server.app, workspaceId: id, transact, read: transact } as WorkspaceContext
}

async function store(db: WorkspaceDb, { id, title, passages }: PlainDocument): Promise<void> {
  await sql`
    insert into brain_documents (workspace_id, id, title, state, indexed_version, content_hash, bytes)
    values (${db.workspaceId}, ${id}, ${title}, 'ready', 1, ${id}, 1)`.execute(db.query)
  const texts = passages.map(({ heading, text }) => ({ title, headingPath: heading ? [heading] : [], language: 'en', text }))
  const ordinals = await indexPassages(db, texts)
  const rows = texts.map((passage, position) => ({
    ...passage,
    id: passages[position]!.id,
    position,
    ordinal: ordinals[position]!,
    page: null,
    start: 0,
    end: passage.text.length,
  }))
  await insertPassages(db, { documentId: id, version: 1 }, rows)
}

/** Makes one change in the database and in the plain list. */
async function apply(ctx: WorkspaceContext, documents: PlainDocument[], each: Change): Promise<void> {
  if (each.kind === 'rebuild') return void (await ctx.transact(rebuildIndex))
  if (each.kind === 'add') {
    const { title, passages } = each.document
    const document: PlainDocument = {
      id: randomUUID(),
      title: title.join(' '),
      isDeleted: false,
      passages: passages.map(({ heading, text }) => ({ id: randomUUID(), heading: heading.join(' '), text: text.join(' ') })),
    }
    await ctx.transact((db) => store(db, document))
    documents.push(document)
    return
  }
  const document = documents[each.which % Math.max(1, documents.length)]
  if (document === undefined) return
  if (each.kind === 'erase') {
    await ctx.transact((db) => eraseDocument(db, index, document.id))
    documents.splice(documents.indexOf(document), 1)
  } else if (each.kind === 'delete') {
    await ctx.transact((db) =>
      sql`update brain_documents set deleted_at = now() where workspace_id = ${db.workspaceId} and id = ${document.id}`.execute(
        db.query,
      ),
    )
    document.isDeleted = true
  } else {
    const title = each.title.join(' ')
    await ctx.transact((db) => retitleDocument(db, index, document, title))
    document.title = title
  }
}

const toPlain = (documents: readonly PlainDocument[]): PlainPassage[] =>
  documents.flatMap(({ title, isDeleted, passages }) =>
    passages.map(({ id, heading, text }) => {
      const split = (given: string) => given.split(' ').filter((each) => each !== '')
      // As the analyzer counts: the title twice, a heading once unless it repeats the title.
      const counted = [...split(title), ...split(title), ...(heading === title ? [] : split(heading)), ...split(text)]
      return { id, words: counted, isReadable: !isDeleted }
    }),
  )

test('the database ranks as the textbook does, whatever was added, erased, deleted, retitled and rebuilt before', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 12 }),
      fc.array(words({ minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 }),
      async (changes, questions) => {
        const ctx = await makeWorkspace()
        const documents: PlainDocument[] = []
        for (const each of changes) await apply(ctx, documents, each)
        const plain = toPlain(documents)
        for (const question of questions) {
          const expected = plainBm25(plain, question)
          const { passages, total } = await retrievePassages(ctx, { question: question.join(' '), limit: 1000 })
          assert.equal(total, expected.size)
          assert.deepEqual(new Set(passages.map(({ passageId }) => passageId)), new Set(expected.keys()))
          for (const { passageId, bm25 } of passages) assert.ok(Math.abs(bm25 - expected.get(passageId)!) < 1e-6)
        }
        assert.deepEqual(await ctx.transact(checkIndex), [])
        const { rows } = await ctx.transact((db) =>
          sql`select passages, total_length from retrieval_statistics where workspace_id = ${db.workspaceId}`.execute(db.query),
        )
        const recounted = { passages: plain.length, total_length: plain.reduce((sum, each) => sum + each.words.length, 0) }
        assert.deepEqual(rows[0] ?? { passages: 0, total_length: 0 }, recounted)
      },
    ),
    { numRuns: 25 },
  )
})
