import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CollectionView, contract, type DocumentView, type Permission } from '@brain-ai/contract'
import type { Reader, WorkspaceDb } from '#platform/database'
import { checkIndex } from '#retrieval'
import { startWorld, type TestWorkspace } from './world.ts'

const world = await startWorld({ BRAIN_UNDO_SECONDS: '1' })
const { documents, collections, retrieval, answers } = contract

type Person = Awaited<ReturnType<TestWorkspace['addMember']>>

/** A workspace with a closed collection, in which one document lies, and people who are named in it or not. */
async function aTeam() {
  const workspace = await world.aWorkspace()
  const people: Person[] = []
  for (const role of ['member', 'member', 'admin', 'viewer', 'viewer'] as const) people.push(await workspace.addMember(role))
  const [insider, outsider, admin, namedViewer, viewer] = people
  const owner: Person = { client: workspace.client, token: workspace.token, userId: workspace.owner.id, email: '' }
  const team = {
    workspace,
    owner,
    insider: insider!,
    outsider: outsider!,
    admin: admin!,
    namedViewer: namedViewer!,
    viewer: viewer!,
  }
  const closed = await team.insider.client.call(collections.createCollection, {
    body: { name: 'Umbracanary', access: 'members' },
  })
  await name(team.insider, closed, [team.insider, team.namedViewer])
  return { ...team, closed, named: [team.insider, team.namedViewer], unnamed: [team.outsider, team.admin, owner, team.viewer] }
}

const name = (by: Person, { id }: { id: string }, people: readonly Person[], access: 'members' | 'workspace' = 'members') =>
  by.client.call(collections.setCollectionReaders, {
    params: { id },
    body: { access, members: people.map(({ userId }) => userId) },
  })

/** Imports a text as somebody, and waits until it was read. */
async function importText(
  by: Person,
  workspace: TestWorkspace,
  body: { title: string; text: string; collection?: string; source?: string },
) {
  const { documents: taken } = await by.client.call(documents.importDocuments, { body })
  await quiet(workspace)
  return taken[0]!
}

/** Waits until no job is left but those for later. */
async function quiet(workspace: TestWorkspace): Promise<void> {
  const isBusy = () =>
    workspace.transact((db) =>
      db.query
        .selectFrom('jobs')
        .select('id')
        .where('workspace_id', '=', db.workspaceId)
        .where('state', 'in', ['ready', 'active'])
        .where('queue', '!=', 'documents.purge')
        .execute(),
    )
  while ((await isBusy()).length > 0) await new Promise((resolve) => setTimeout(resolve, 30))
}

/** What a request gives back, without what differs by its nature: the request id, and the id that was asked for. */
async function ask(person: Person, method: string, path: string, body?: unknown): Promise<{ status: number; text: string }> {
  const isJson = typeof body === 'object'
  const reply = await fetch(world.url + path, {
    method,
    headers: {
      authorization: `Bearer ${person.token}`,
      ...(body === undefined ? {} : { 'content-type': isJson ? 'application/json' : 'application/octet-stream' }),
    },
    ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : String(body) }),
  })
  return { status: reply.status, text: await reply.text() }
}

const withoutIds = (text: string) => text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id')

type Shot = readonly [method: string, path: string, body?: unknown]
const readings = (id: string): Shot[] => [
  ['GET', `/api/brain/documents/${id}`],
  ['GET', `/api/brain/documents/${id}/content`],
  ['GET', `/api/brain/documents/${id}/original`],
  ['GET', `/api/brain/documents/${id}/original?version=1`],
  ['GET', `/api/brain/documents/${id}/passages`],
  ['GET', `/api/brain/documents/${id}/versions`],
]
const writings = (id: string): Shot[] => [
  ['PATCH', `/api/brain/documents/${id}`, { title: 'Mine now' }],
  ['PATCH', `/api/brain/documents/${id}`, { collection: null }],
  ['PATCH', `/api/brain/documents/${id}`, { collection: 'Loot' }],
  ['PUT', `/api/brain/documents/${id}/content?fileName=a.txt`, 'Something else entirely.'],
  ['POST', `/api/brain/documents/${id}/retry`],
  ['POST', `/api/brain/documents/${id}/cancel`],
  ['POST', `/api/brain/documents/${id}/restore`],
  ['DELETE', `/api/brain/documents/${id}`],
  ['DELETE', `/api/brain/documents/${id}?permanently=true`],
]
/** Whatever lists, finds, counts and answers. */
const searches = (collectionId: string, word: string): Shot[] => [
  ['GET', '/api/brain/documents?limit=200'],
  ['GET', `/api/brain/documents?q=${word}`],
  ['GET', `/api/brain/documents?collection=${collectionId}`],
  ['GET', '/api/brain/documents?state=ready&sort=title'],
  ['GET', '/api/brain/collections'],
  ['GET', `/api/brain/search?q=${word}`],
  ['GET', `/api/brain/search?q=${word}&collection=${collectionId}`],
  ['POST', '/api/brain/query', { question: `Who sings about the ${word}?` }],
  ['POST', '/api/brain/query', { question: `Who sings about the ${word}?`, collections: [collectionId] }],
]

const canary = /zyzzyva|umbracanary|quokkatitle/i
/** Replies repeat the question and the address that was asked for. */
const withoutEcho = (text: string) => text.replaceAll(/"question":"[^"]*"/g, '')

test('a document of a closed collection looks absent on every route to everyone who is not named, the owner included', async () => {
  const { workspace, insider, namedViewer, unnamed, closed } = await aTeam()
  const document = await importText(insider, workspace, {
    title: 'Quokkatitle of the zyzzyva',
    text: 'The zyzzyva sings at noon about the harvest.',
    collection: closed.id,
  })
  for (const person of unnamed) {
    const isViewer = person === unnamed.at(-1)
    for (const [index, shot] of [...readings(document.id), ...writings(document.id)].entries()) {
      const [method, path, body] = shot
      const absentPath = path.replace(document.id, crypto.randomUUID())
      const [found, absent] = [await ask(person, method, path, body), await ask(person, method, absentPath, body)]
      assert.equal(found.status, isViewer && index >= readings('').length ? 403 : 404, `${method} ${path}`)
      assert.equal(withoutIds(found.text), withoutIds(absent.text), `${method} ${path}`)
    }
    for (const [method, path, body] of searches(closed.id, 'zyzzyva')) {
      const { status, text } = await ask(person, method, path, body)
      assert.equal(status, 200, `${method} ${path}`)
      // Whoever manages collections sees that there is one of that name, and nothing in it.
      const allowed = path === '/api/brain/collections' ? /zyzzyva|quokkatitle/i : canary
      assert.doesNotMatch(withoutEcho(text), allowed, `${method} ${path}`)
      if (path.includes('/documents?')) assert.match(text, /"total":0,.*"ready":0/, `${method} ${path}`)
    }
  }
  for (const person of [insider, namedViewer]) {
    for (const [method, path] of readings(document.id)) assert.equal((await ask(person, method, path)).status, 200, path)
    for (const [method, path, body] of searches(closed.id, 'zyzzyva'))
      assert.match(withoutEcho((await ask(person, method, path, body)).text), canary, path)
  }
  // None of what was tried has changed anything.
  const { title, version, collection } = await insider.client.call(documents.getDocument, { params: { id: document.id } })
  assert.deepEqual([title, version, collection?.id], ['Quokkatitle of the zyzzyva', 1, closed.id])
})

test('an answer in a stream tells nothing of a closed collection', async () => {
  const { workspace, insider, outsider, closed } = await aTeam()
  await importText(insider, workspace, { title: 'Songs', text: 'The zyzzyva sings at noon.', collection: closed.id })
  const stream = async (person: Person) =>
    JSON.stringify(
      (
        await Array.fromAsync(person.client.stream(answers.askQuestion, { body: { question: 'When does it sing at noon?' } }))
      ).map(({ name, data }) => [name, name === 'answer-end' ? { ...data, question: '' } : data]),
    )
  assert.match(await stream(insider), /zyzzyva/)
  assert.doesNotMatch(await stream(outsider), /zyzzyva|Songs/)
})

test('who loses access loses it everywhere with the reply, and who is named again has it all back', async () => {
  const { workspace, insider, namedViewer, closed } = await aTeam()
  const { id } = await importText(insider, workspace, { title: 'Quokkatitle', text: 'The zyzzyva sings.', collection: closed.id })
  const question = { body: { question: 'Who is the zyzzyva?' } }
  assert.equal((await namedViewer.client.call(answers.askQuestion, question)).citations.length, 1)

  await name(insider, closed, [insider])
  for (const [method, path] of readings(id)) assert.equal((await ask(namedViewer, method, path)).status, 404, path)
  for (const [method, path, body] of searches(closed.id, 'zyzzyva'))
    assert.doesNotMatch(withoutEcho((await ask(namedViewer, method, path, body)).text), canary, path)

  await name(insider, closed, [insider, namedViewer])
  for (const [method, path] of readings(id)) assert.equal((await ask(namedViewer, method, path)).status, 200, path)
  assert.equal((await namedViewer.client.call(answers.askQuestion, question)).citations.length, 1)
})

test('an API key reads what its member reads, and its scopes do not widen that', async () => {
  const { workspace, insider, outsider, admin, closed } = await aTeam()
  const { id } = await importText(insider, workspace, { title: 'Quokkatitle', text: 'The zyzzyva sings.', collection: closed.id })
  const keyOf = async (person: Person, scopes: Permission[]) => {
    const body = { name: 'Robot', scopes }
    const { key } = await person.client.call(contract.keys.createKey, { params: { slug: workspace.slug }, body })
    return { ...person, token: key }
  }
  const scopes: Permission[] = ['documents.read', 'retrieval.search', 'collections.read']
  assert.equal((await ask(await keyOf(insider, scopes), 'GET', `/api/brain/documents/${id}`)).status, 200)
  assert.equal((await ask(await keyOf(outsider, scopes), 'GET', `/api/brain/documents/${id}`)).status, 404)
  assert.doesNotMatch((await ask(await keyOf(outsider, scopes), 'GET', '/api/brain/collections')).text, canary)
  const wide = await keyOf(admin, [...scopes, 'collections.manage'])
  assert.equal((await ask(wide, 'GET', `/api/brain/documents/${id}`)).status, 404)
  assert.match((await ask(wide, 'GET', '/api/brain/collections')).text, canary)
  assert.doesNotMatch((await ask(await keyOf(admin, scopes), 'GET', '/api/brain/collections')).text, canary)
})

test('the same content imported by someone who is not named is a document of their own, and nothing tells of the other', async () => {
  const { workspace, insider, outsider, closed } = await aTeam()
  const text = 'The same words in two places.'
  const hidden = await importText(insider, workspace, { title: 'Hidden', text, collection: closed.id, source: 'drive/a' })
  const own = await importText(outsider, workspace, { title: 'Own', text, source: 'drive/a' })
  assert.equal(own.isDuplicate, false)
  assert.notEqual(own.id, hidden.id)
  assert.equal(own.version, 1)

  // Each of them is the duplicate where it lies.
  assert.equal((await importText(outsider, workspace, { title: 'Again', text })).id, own.id)
  const again = await importText(insider, workspace, { title: 'Again', text, collection: closed.id })
  assert.deepEqual([again.id, again.isDuplicate], [hidden.id, true])
  // A source leads to its document in the same place, and to no other.
  const second = { title: 'Own', text: 'Other words.', source: 'drive/a' }
  assert.deepEqual(pick(await importText(outsider, workspace, second)), [own.id, 2])
  assert.deepEqual(pick(await importText(insider, workspace, { ...second, collection: closed.id })), [hidden.id, 2])
})
const pick = ({ id, version }: DocumentView) => [id, version]

test('content that is open is imported into a closed collection as a document of its own', async () => {
  const { workspace, insider, closed } = await aTeam()
  const open = await importText(insider, workspace, { title: 'Open', text: 'Known to all.', collection: 'Everyone' })
  const elsewhere = await importText(insider, workspace, { title: 'Open', text: 'Known to all.', collection: 'Others' })
  assert.deepEqual([elsewhere.id, elsewhere.isDuplicate], [open.id, true])
  const copy = await importText(insider, workspace, { title: 'Copy', text: 'Known to all.', collection: closed.id })
  assert.equal(copy.isDuplicate, false)

  await assert.rejects(
    insider.client.call(documents.updateDocument, { params: { id: open.id }, body: { collection: closed.id } }),
    (error: { code: string; details: { duplicateOf: string } }) =>
      error.code === 'document/duplicate' && error.details.duplicateOf === copy.id,
  )
  await insider.client.call(documents.deleteDocument, { params: { id: copy.id }, query: { permanently: 'true' } })
  const moved = await insider.client.call(documents.updateDocument, { params: { id: open.id }, body: { collection: closed.id } })
  assert.equal(moved.collection?.id, closed.id)
})

test('nobody imports or moves into a collection they may not read, and its name does not stop them from having one', async () => {
  const { workspace, owner, admin, outsider, closed } = await aTeam()
  const own = await importText(outsider, workspace, { title: 'Own', text: 'Nothing special here.' })
  for (const person of [outsider, admin, owner]) {
    const body = { title: 'Spy', text: `A letter of ${person.userId}.`, collection: closed.id }
    await assert.rejects(person.client.call(documents.importDocuments, { body }), { code: 'collection/not-found' })
    const move = { params: { id: own.id }, body: { collection: closed.id } }
    await assert.rejects(person.client.call(documents.updateDocument, move), { code: 'collection/not-found' })
  }
  const moved = await outsider.client.call(documents.updateDocument, {
    params: { id: own.id },
    body: { collection: 'umbracanary' },
  })
  assert.notEqual(moved.collection?.id, closed.id)
  const made = await outsider.client.call(collections.getCollection, { params: { id: moved.collection!.id } })
  assert.deepEqual([made.access, made.documents], ['workspace', 1])
})

test('whoever reads a closed collection puts documents into it by its name, and an open one of that name goes first', async () => {
  const { workspace, insider, outsider, closed } = await aTeam()
  const first = await importText(insider, workspace, { title: 'First', text: 'One.', collection: 'UMBRACANARY' })
  assert.equal(first.collection?.id, closed.id)
  const open = await outsider.client.call(collections.createCollection, { body: { name: 'Umbracanary' } })
  const second = await importText(insider, workspace, { title: 'Second', text: 'Two.', collection: 'Umbracanary' })
  assert.equal(second.collection?.id, open.id)
})

const listed = async (person: Person) =>
  (await person.client.call(collections.listCollections, {})).collections.map(({ name, access, isReadable, documents }) => [
    name,
    access,
    isReadable,
    documents,
  ])

test('the list holds what one may read, and for those who manage collections that a closed one is there', async () => {
  const { workspace, insider, namedViewer, outsider, viewer, admin, owner, closed } = await aTeam()
  await importText(insider, workspace, { title: 'Secret', text: 'Inside.', collection: closed.id })
  await importText(outsider, workspace, { title: 'News', text: 'Outside.', collection: 'Everyone' })
  const open = ['Everyone', 'workspace', true, 1]
  for (const person of [insider, namedViewer]) assert.deepEqual(await listed(person), [open, ['Umbracanary', 'members', true, 1]])
  for (const person of [outsider, viewer]) assert.deepEqual(await listed(person), [open])
  for (const person of [admin, owner]) assert.deepEqual(await listed(person), [open, ['Umbracanary', 'members', false, 0]])
})

test('a closed collection looks absent on every route to those who neither read nor manage it', async () => {
  const { insider, outsider, viewer, namedViewer, closed } = await aTeam()
  const path = (id: string) => `/api/brain/collections/${id}`
  const shots = (id: string): Shot[] => [
    ['GET', path(id)],
    ['GET', `${path(id)}/access`],
    ['PATCH', path(id), { name: 'Mine' }],
    ['PUT', `${path(id)}/access`, { access: 'members', members: [outsider.userId] }],
    ['DELETE', path(id)],
  ]
  for (const [index, [method, one, body]] of shots(closed.id).entries()) {
    const found = await ask(outsider, method, one, body)
    const absent = await ask(outsider, ...(shots(crypto.randomUUID())[index] as [string, string, unknown]))
    assert.equal(found.status, 404, `${method} ${one}`)
    assert.equal(withoutIds(found.text), withoutIds(absent.text))
    assert.equal((await ask(viewer, method, one, body)).status, index < 2 ? 404 : 403, `${method} ${one}`)
    // A viewer who is named sees who reads it, and changes nothing.
    assert.equal((await ask(namedViewer, method, one, body)).status, index < 2 ? 200 : 403, `${method} ${one}`)
  }
  assert.equal((await insider.client.call(collections.getCollection, { params: { id: closed.id } })).name, 'Umbracanary')
})

test('who manages collections says who reads one, and reads it only once they name themselves', async () => {
  const { workspace, insider, namedViewer, admin, closed } = await aTeam()
  const document = await importText(insider, workspace, { title: 'Secret', text: 'The zyzzyva.', collection: closed.id })
  const readers = await admin.client.call(collections.getCollectionReaders, { params: { id: closed.id } })
  assert.deepEqual(new Set(readers.members.map(({ userId }) => userId)), new Set([insider.userId, namedViewer.userId]))
  const get = () => ask(admin, 'GET', `/api/brain/documents/${document.id}`)
  assert.equal((await get()).status, 404)
  await name(admin, closed, [insider, admin])
  assert.equal((await get()).status, 200)
  // Whoever sets access may leave themselves out, and then no longer reads.
  const left = await name(admin, closed, [insider])
  assert.deepEqual(
    left.members.map(({ userId }) => userId),
    [insider.userId],
  )
  assert.equal((await get()).status, 404)
})

test('a member leaves themselves out of a collection they read, and it is gone for them', async () => {
  const { insider, namedViewer, closed } = await aTeam()
  const { access, members } = await name(insider, closed, [namedViewer])
  assert.deepEqual([access, members.map(({ userId }) => userId)], ['members', [namedViewer.userId]])
  await assert.rejects(insider.client.call(collections.getCollection, { params: { id: closed.id } }), {
    code: 'collection/not-found',
  })
  await assert.rejects(name(insider, closed, [insider]), { code: 'collection/not-found' })
})

test('an open collection is closed by whoever reads it, also to others alone, and opened again', async () => {
  const { workspace, insider, outsider } = await aTeam()
  const document = await importText(insider, workspace, { title: 'Plan', text: 'The zyzzyva plan.', collection: 'Plans' })
  const { collection } = document
  const status = async (person: Person) => (await ask(person, 'GET', `/api/brain/documents/${document.id}`)).status
  await name(insider, collection!, [outsider])
  assert.deepEqual([await status(insider), await status(outsider)], [404, 200])
  const opened = await name(outsider, collection!, [outsider], 'workspace')
  assert.deepEqual([opened.access, opened.members.length], ['workspace', 1])
  assert.deepEqual([await status(insider), await status(outsider)], [200, 200])
})

test('readers are members of the workspace, and at least one', async () => {
  const { insider, closed } = await aTeam()
  const foreign = await world.aWorkspace()
  const set = (members: string[]) =>
    insider.client.call(collections.setCollectionReaders, { params: { id: closed.id }, body: { access: 'members', members } })
  for (const stranger of [foreign.owner.id, 'nobody', '*'])
    await assert.rejects(set([insider.userId, stranger]), { code: 'member/not-found' })
  await assert.rejects(set([]), { code: 'request/invalid' })
  const { members } = await insider.client.call(collections.getCollectionReaders, { params: { id: closed.id } })
  assert.equal(members.length, 2)
})

test('who leaves the workspace is no longer named in its collections', async () => {
  const { workspace, insider, namedViewer, closed } = await aTeam()
  await workspace.transact((db) =>
    db.query
      .deleteFrom('workspace_members')
      .where('workspace_id', '=', db.workspaceId)
      .where('user_id', '=', namedViewer.userId)
      .execute(),
  )
  const { members } = await insider.client.call(collections.getCollectionReaders, { params: { id: closed.id } })
  assert.deepEqual(
    members.map(({ userId }) => userId),
    [insider.userId],
  )
})

test('open collections have names of their own, closed ones any name', async () => {
  const { insider, outsider, closed } = await aTeam()
  const create = (by: Person, given: string, access: 'workspace' | 'members' = 'workspace') =>
    by.client.call(collections.createCollection, { body: { name: given, access } })
  const rename = (by: Person, { id }: CollectionView, given: string) =>
    by.client.call(collections.renameCollection, { params: { id }, body: { name: given } })
  const open = await create(outsider, 'Umbracanary')
  assert.notEqual(open.id, closed.id)
  assert.equal((await create(outsider, 'UMBRAcanary')).id, open.id)
  const twin = await create(outsider, 'Umbracanary', 'members')
  assert.deepEqual([twin.access, twin.isReadable, twin.documents], ['members', true, 0])

  const other = await create(insider, 'Other')
  await assert.rejects(rename(insider, other, 'umbraCanary'), { code: 'collection/name-taken' })
  assert.equal((await rename(insider, other, 'OTHER')).name, 'OTHER')
  assert.equal((await rename(insider, closed, 'Other')).name, 'Other')
  await assert.rejects(name(insider, closed, [insider], 'workspace'), { code: 'collection/name-taken' })
  await rename(insider, closed, 'Free')
  assert.equal((await name(insider, closed, [insider], 'workspace')).access, 'workspace')
})

test('only an empty collection is deleted; a document that can be brought back counts, hidden from whoever deletes or not', async () => {
  const { workspace, insider, admin, outsider, closed } = await aTeam()
  const { id } = await importText(insider, workspace, { title: 'Secret', text: 'The zyzzyva.', collection: closed.id })
  const remove = (by: Person, of: { id: string }) => by.client.call(collections.deleteCollection, { params: { id: of.id } })
  await assert.rejects(remove(insider, closed), (error: { code: string; details: { documents: number } }) => {
    return error.code === 'collection/not-empty' && error.details.documents === 1
  })
  await assert.rejects(remove(admin, closed), (error: { code: string; details: object }) => {
    return error.code === 'collection/not-empty' && !('documents' in error.details)
  })
  await insider.client.call(documents.deleteDocument, { params: { id } })
  for (const person of [insider, admin]) await assert.rejects(remove(person, closed), { code: 'collection/not-empty' })
  await untilErased(workspace, id)
  await remove(admin, closed)
  await assert.rejects(insider.client.call(collections.getCollection, { params: { id: closed.id } }), {
    code: 'collection/not-found',
  })
  const open = await outsider.client.call(collections.createCollection, { body: { name: 'Open' } })
  await remove(insider, open)
})

async function untilErased(workspace: TestWorkspace, id: string): Promise<void> {
  const find = (db: WorkspaceDb) => db.query.selectFrom('brain_documents').select('id').where('id', '=', id).execute()
  while ((await workspace.transact(find)).length > 0) await new Promise((resolve) => setTimeout(resolve, 50))
}

test('documents of a closed collection are read, replaced, restored and erased like all others, also while access changes', async () => {
  const { workspace, insider, outsider, closed } = await aTeam()
  const body = { title: 'Report', text: 'The zyzzyva report.', collection: closed.id }
  const { documents: taken } = await insider.client.call(documents.importDocuments, { body })
  await name(insider, closed, [outsider])
  await quiet(workspace)
  const params = { id: taken[0]!.id }
  assert.equal((await outsider.client.call(documents.getDocument, { params })).state, 'ready')

  await outsider.client.replaceContent(params.id, { name: 'b.txt', content: new Blob(['The second zyzzyva report.']) })
  await name(outsider, closed, [insider])
  await quiet(workspace)
  const { hits } = await insider.client.call(retrieval.search, { query: { q: 'zyzzyva' } })
  assert.deepEqual(
    hits.map(({ snippet }) => snippet.trim()),
    ['The second zyzzyva report.'],
  )
  await insider.client.call(documents.deleteDocument, { params })
  await assert.rejects(outsider.client.call(documents.restoreDocument, { params }), { code: 'document/not-found' })
  await insider.client.call(documents.restoreDocument, { params })
  await insider.client.call(documents.deleteDocument, { params })
  await untilErased(workspace, params.id)
  await quiet(workspace)
  const left = await workspace.transact((db) => db.query.selectFrom('passages').select('id').execute())
  assert.deepEqual(left, [])
  assert.deepEqual(await workspace.transact(checkIndex), [])
})

test('which words a hidden document holds changes nothing in what others find', async () => {
  const { workspace, insider, outsider, closed } = await aTeam()
  await importText(outsider, workspace, { title: 'Tools', text: 'The quokkalund hammer hangs beside the saw.' })
  await importText(outsider, workspace, { title: 'Rooms', text: 'The library opens at nine.' })
  const questions = ['quokkalond', 'quokkalund', 'quokkalond hammer', 'library nine', 'libary']
  const find = () =>
    Promise.all(
      questions.map(async (q) => {
        const { hits, total } = await outsider.client.call(retrieval.search, { query: { q } })
        return { q, total, hits: hits.map(({ score: _, ...hit }) => hit) }
      }),
    )
  const before = await find()
  assert.deepEqual(
    before.map(({ total }) => total),
    [1, 1, 1, 1, 1],
  )
  const text = 'quokkalond quokkalound quokkaland quokkalind quokkalend libary libray librari library nine hammer.'
  await importText(insider, workspace, { title: 'Quokkalond libary', text, collection: closed.id })
  assert.deepEqual(await find(), before)
})

test('the row policies hide a closed collection from a query that forgets to ask', async () => {
  const { workspace, insider, outsider, admin, closed } = await aTeam()
  const { id } = await importText(insider, workspace, { title: 'Secret', text: 'The zyzzyva.', collection: closed.id })
  const { database } = world.server.app
  const as = (reader: Reader | undefined) => (work: (db: WorkspaceDb) => Promise<unknown>) =>
    database.transact(workspace.id, work, { reader })
  const member = (person: Person, managesCollections = false) => as({ userId: person.userId, managesCollections })
  const tables = ['passages', 'brain_documents', 'document_versions', 'document_texts', 'document_words'] as const
  const blind = [member(outsider), member(admin, true), as(undefined)]
  for (const table of tables) {
    for (const transact of blind)
      assert.deepEqual(await transact((db) => db.query.selectFrom(table).selectAll().execute()), [], table)
    for (const transact of [member(insider), as('product')])
      assert.equal(((await transact((db) => db.query.selectFrom(table).selectAll().execute())) as unknown[]).length, 1, table)
  }
  for (const transact of [member(outsider), as(undefined)])
    assert.deepEqual(await transact((db) => db.query.selectFrom('collections').select('id').execute()), [])

  for (const transact of blind) {
    const moved = transact((db) =>
      db.query.updateTable('brain_documents').set({ collection_id: null }).where('id', '=', id).returning('id').execute(),
    )
    assert.deepEqual(await moved, [])
    const version = { workspace_id: workspace.id, document_id: id, version: 2, content_hash: 'x', bytes: 1, blob_key: 'x' }
    await assert.rejects(
      transact((db) => db.query.insertInto('document_versions').values(version).execute()),
      /row-level security/,
    )
    const row = {
      workspace_id: workspace.id,
      id: crypto.randomUUID(),
      collection_id: closed.id,
      title: 'x',
      content_hash: 'x',
      bytes: 1,
    }
    await assert.rejects(
      transact((db) => db.query.insertInto('brain_documents').values(row).execute()),
      /row-level security/,
    )
  }
  const { title } = await insider.client.call(documents.getDocument, { params: { id } })
  assert.equal(title, 'Secret')
})
