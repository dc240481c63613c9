import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BrainError, contract, type Input, maxSearchHits } from '@brain-ai/contract'
import { startWorld, type TestUser, type TestWorkspace } from './world.ts'

const world = await startWorld()
const { collections, documents, retrieval, workspaces } = contract

type Query = Input<typeof retrieval.search.query>
type Body = Input<typeof retrieval.searchWith.body>
type Asker = Pick<TestUser, 'client'>

const search = ({ client }: Asker, query: Query) => client.call(retrieval.search, { query })
const searchWith = ({ client }: Asker, body: Body) => client.call(retrieval.searchWith, { body })
const titlesOf = ({ hits }: { hits: readonly { title: string }[] }) => [...new Set(hits.map(({ title }) => title))].sort()
const titles = async (asker: Asker, query: Query) => titlesOf(await search(asker, { limit: 50, ...query }))
const suggest = async ({ client }: Asker, q: string, limit?: number) =>
  (await client.call(retrieval.suggest, { query: { q, limit } })).suggestions

type NewText = Input<typeof documents.importDocuments.body>
const importText = async ({ client }: Asker, workspace: TestWorkspace, body: NewText) => {
  const { documents: taken } = await client.call(documents.importDocuments, { body })
  await workspace.settle()
  return taken[0]!
}

/** Five documents on leave that differ in all that one can filter by. */
async function aLibrary() {
  const workspace = await world.aWorkspace()
  const add = (body: NewText) => importText(workspace, workspace, body)
  const policy = await add({
    title: 'Leave policy',
    text: '# Leave\n\nEveryone has thirty days of leave. The notice\nperiod for leave is two weeks.',
    format: 'markdown',
    collection: 'Handbook',
    tags: ['HR', 'leave'],
  })
  const draft = await add({
    title: 'Draft on sabbaticals',
    text: 'This draft says how long an unpaid leave may be, and for what period notice of leave is given.',
    tags: ['hr'],
  })
  const page = await add({
    title: 'Travel',
    text: '<head><meta name="author" content="Zoë Müller"></head><body><p>Parental leave abroad is asked for in the portal.</p></body>',
    format: 'html',
    collection: 'Trips',
  })
  const german = await add({
    title: 'Über den Urlaub',
    text: 'Der Urlaub und das englische Wort leave: wer eine Übernachtung im Hotel braucht, fragt im Portal.',
  })
  const old = await add({ title: 'Leave in 2019', text: 'In the old days everyone had twenty days of leave and no portal.' })
  await workspace.transact((db) =>
    db.query
      .updateTable('brain_documents')
      .set({ created_at: new Date('2019-12-31T23:30:00Z') })
      .where('workspace_id', '=', db.workspaceId)
      .where('id', '=', old.id)
      .execute(),
  )
  const everything = ['Draft on sabbaticals', 'Leave in 2019', 'Leave policy', 'Travel', 'Über den Urlaub']
  return { workspace, policy, draft, page, german, old, everything }
}

const library = await aLibrary()

test('a hit tells where it stands: its offsets cut the snippet out of the text of the document', async () => {
  const { workspace, policy } = library
  const { hits } = await search(workspace, { q: 'thirty days' })
  const hit = hits[0]!
  assert.deepEqual([hit.documentId, hit.title, hit.format, hit.language], [policy.id, 'Leave policy', 'markdown', 'en'])
  const { text } = await workspace.client.call(documents.getContent, { params: { id: policy.id } })
  assert.equal(text.slice(hit.start, hit.end), hit.snippet)
  const marked = hit.highlights.map(({ start, end }) => hit.snippet.slice(start, end).toLowerCase())
  assert.ok(marked.includes('thirty') && marked.includes('days'))
  assert.ok(hit.score > 0 && hit.score <= 1)
})

test('each filter keeps what it asks for and nothing else', async () => {
  const { workspace, policy, page, everything } = library
  const leave = (query: Omit<Query, 'q'>) => titles(workspace, { q: 'leave', ...query })
  assert.deepEqual(await leave({}), everything)
  assert.deepEqual(await leave({ collection: policy.collection!.id }), ['Leave policy'])
  assert.deepEqual(await leave({ document: page.id }), ['Travel'])
  assert.deepEqual(await leave({ tag: 'Hr ' }), ['Draft on sabbaticals', 'Leave policy'])
  assert.deepEqual(await leave({ tag: 'nothing' }), [])
  assert.deepEqual(await leave({ format: 'html' }), ['Travel'])
  assert.deepEqual(await leave({ language: 'DE' }), ['Über den Urlaub'])
  assert.deepEqual(await leave({ author: 'zoË müLLER' }), ['Travel'])
  assert.deepEqual(await leave({ author: 'Zoë' }), [])
  assert.deepEqual(await leave({ to: '2020-06-01' }), ['Leave in 2019'])
  assert.deepEqual(
    await leave({ from: '2020-06-01' }),
    everything.filter((title) => title !== 'Leave in 2019'),
  )
  assert.deepEqual(await leave({ title: 'ÜBER' }), ['Über den Urlaub'])
  assert.deepEqual(await leave({ title: 'licy' }), ['Leave policy'])
  assert.deepEqual(await leave({ title: '100% (.*' }), [])
})

test('filters hold together', async () => {
  const { workspace, policy } = library
  const all = {
    collection: policy.collection!.id,
    document: policy.id,
    tag: 'leave',
    format: 'markdown',
    language: 'en',
  } as const
  const query = { q: 'leave "notice period" -draft title:policy', title: 'Leave', from: '2020-01-01', to: '2999-01-01', ...all }
  assert.deepEqual(await titles(workspace, query), ['Leave policy'])
  assert.deepEqual(await titles(workspace, { ...query, format: 'html' }), [])
  assert.deepEqual(await titles(workspace, { ...query, to: '2020-01-02' }), [])
})

test('a search in a body takes several of each, and all of its tags', async () => {
  const { workspace, policy, page, draft } = library
  const leave = async (body: Omit<Body, 'q'>) => titlesOf(await searchWith(workspace, { q: 'leave', limit: 50, ...body }))
  assert.deepEqual(await leave({ collections: [policy.collection!.id, page.collection!.id] }), ['Leave policy', 'Travel'])
  assert.deepEqual(await leave({ documents: [draft.id, page.id] }), ['Draft on sabbaticals', 'Travel'])
  assert.deepEqual(await leave({ formats: ['html', 'markdown'] }), ['Leave policy', 'Travel'])
  assert.deepEqual(await leave({ languages: ['de', 'fr'] }), ['Über den Urlaub'])
  assert.deepEqual(await leave({ authors: ['Nobody', 'Zoë Müller'] }), ['Travel'])
  assert.deepEqual(await leave({ tags: ['hr', 'leave'] }), ['Leave policy'])
})

test('days begin when they begin where the workspace is', async () => {
  const { workspace } = library
  const until = () => titles(workspace, { q: 'leave', to: '2019-12-31' })
  assert.deepEqual(await until(), ['Leave in 2019'])
  const setTimeZone = (timeZone: string) =>
    workspace.client.call(workspaces.updateWorkspace, { params: { slug: workspace.slug }, body: { timeZone } })
  await setTimeZone('Europe/Berlin')
  assert.deepEqual(await until(), [])
  assert.deepEqual(await titles(workspace, { q: 'leave', from: '2020-01-01', to: '2020-01-01' }), ['Leave in 2019'])
  await setTimeZone('UTC')
})

test('a phrase in quotes stands in the text word by word, across lines and in either case', async () => {
  const { workspace } = library
  assert.deepEqual(await titles(workspace, { q: '"notice period"' }), ['Leave policy'])
  assert.deepEqual(await titles(workspace, { q: '„übernachtung IM hotel“' }), ['Über den Urlaub'])
  assert.deepEqual(await titles(workspace, { q: '"bernachtung im hotel"' }), [])
  assert.deepEqual(await titles(workspace, { q: '"leave policy"' }), ['Leave policy'])
  assert.deepEqual(await titles(workspace, { q: '"every day"' }), [])
})

test('a minus leaves out what has that word or phrase, not what has it inside of another', async () => {
  const { workspace, everything } = library
  const without = (...left: string[]) => everything.filter((title) => !left.includes(title))
  assert.deepEqual(await titles(workspace, { q: 'leave -draft' }), without('Draft on sabbaticals'))
  assert.deepEqual(await titles(workspace, { q: 'leave -portal' }), ['Draft on sabbaticals', 'Leave policy'])
  assert.deepEqual(await titles(workspace, { q: 'leave -"notice period"' }), without('Leave policy'))
  assert.deepEqual(await titles(workspace, { q: 'leave -ortal' }), everything)
  assert.deepEqual(await titles(workspace, { q: 'leave -title:leave' }), without('Leave policy', 'Leave in 2019'))
})

test('a title alone lists its document, also when its words are too common to rank by', async () => {
  const { workspace } = library
  assert.deepEqual(await titles(workspace, { q: 'title:sabbaticals' }), ['Draft on sabbaticals'])
  assert.deepEqual(await titles(workspace, { q: 'titel:über' }), ['Über den Urlaub'])
  assert.deepEqual(await titles(workspace, { q: '"and for what"' }), ['Draft on sabbaticals'])
  assert.deepEqual(await titles(workspace, { q: 'the of and' }), [])
  assert.deepEqual(await titles(workspace, { q: '-draft' }), [])
})

test('a mistyped word is found, and told as it was probably meant', async () => {
  const { workspace } = library
  const found = await search(workspace, { q: 'parentl -draft' })
  assert.deepEqual([titlesOf(found), found.didYouMean], [['Travel'], 'Parental -draft'])
  assert.equal((await search(workspace, { q: 'parental' })).didYouMean, null)
})

const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => assert.fail('was not refused'),
    (error: BrainError) => error.code,
  )

test('what cannot be searched for is refused with a sentence', async () => {
  const { workspace } = library
  const bad: Query[] = [
    { q: ' ' },
    { q: 'leave', from: '2026-02-30' },
    { q: 'leave', offset: maxSearchHits + 1 },
    { q: 'leave', limit: 51 },
    { q: 'leave', language: 'german' },
    { q: 'leave', tag: 'a,b' },
    { q: Array.from({ length: 33 }, (_, i) => `-w${i}`).join(' ') },
  ]
  for (const query of bad) assert.equal(await refusal(search(workspace, query)), 'request/invalid', JSON.stringify(query))
  assert.equal(await refusal(searchWith(workspace, { q: 'leave', collections: [] })), 'request/invalid')
})

/** Passages with the word harbour that have little else in common. */
const sections = (count: number, words: string) =>
  Array.from({ length: count }, (_, i) => {
    const own = Array.from({ length: 120 }, (_, j) => `w${(i * 131 + j * 17) % 9973}x${i}`).join(' ')
    return `# Berth ${i}\n\nharbour ${i % 3 === 0 ? words : ''} ${own}`
  }).join('\n\n')

test('the pages of a search neither overlap nor skip, and end where they say', async () => {
  const workspace = await world.aWorkspace()
  await workspace.import({ title: 'Berths', text: sections(260, 'harbour harbour'), format: 'markdown' })
  const walk = async (limit: number) => {
    const ids: string[] = []
    let offset: number | null = 0
    while (offset !== null) {
      const page: Awaited<ReturnType<typeof search>> = await search(workspace, { q: 'harbour', offset, limit })
      assert.deepEqual([page.total, page.isCut], [maxSearchHits, true])
      ids.push(...page.hits.map(({ passageId }) => passageId))
      offset = page.nextOffset
    }
    return ids
  }
  const byTens = await walk(10)
  assert.equal(byTens.length, maxSearchHits)
  assert.equal(new Set(byTens).size, maxSearchHits)
  assert.deepEqual(await walk(50), byTens)
  assert.deepEqual(await walk(37), byTens)
  assert.deepEqual((await search(workspace, { q: 'harbour', offset: maxSearchHits })).hits, [])

  const few = await search(workspace, { q: 'harbour', title: 'berths', document: crypto.randomUUID() })
  assert.deepEqual([few.total, few.isCut, few.nextOffset], [0, false, null])
})

test('a filter is exact even when the best passages all lie outside of it', async () => {
  const workspace = await world.aWorkspace()
  await workspace.import({ title: 'Berths', text: sections(260, 'harbour harbour gate'), format: 'markdown' })
  const far = 'A long text in which, after many other words about ships and cranes and ropes, the harbour has its north gate.'
  await importText(workspace, workspace, { title: 'Far away', text: far, tags: ['far'] })
  for (const query of [
    { q: 'harbour', tag: 'far' },
    { q: 'harbour gate', title: 'far' },
    { q: 'harbour title:away' },
    { q: 'harbour gate "north gate"' },
    { q: 'harbour gate -berth' },
  ]) {
    const { hits, total, isCut } = await search(workspace, query)
    assert.deepEqual([titlesOf({ hits }), total, isCut], [['Far away'], 1, false], JSON.stringify(query))
  }
})

test('passages that say nearly the same are one hit, and nothing is lost', async () => {
  const workspace = await world.aWorkspace()
  const text =
    'Every employee has thirty days of paid leave a year. Leave is asked for in the portal at least two weeks before it begins, and a manager answers within three days.'
  for (const year of [2023, 2024, 2025]) await workspace.import({ title: `Leave ${year}`, text: `${text} Changed in ${year}.` })
  await workspace.import({
    title: 'Unpaid leave',
    text: 'Six months of unpaid leave are agreed on with the head of the department.',
  })
  const { hits, total } = await search(workspace, { q: 'paid leave' })
  assert.deepEqual([hits.length, total], [2, 4])
  const folded = hits.find(({ also }) => also.length > 0)!
  assert.deepEqual([folded.title, ...folded.also.map(({ title }) => title)].sort(), ['Leave 2023', 'Leave 2024', 'Leave 2025'])
  const { passages } = await workspace.client.call(documents.listPassages, { params: { id: folded.also[0]!.documentId } })
  assert.equal(passages[0]!.id, folded.also[0]!.passageId)
})

test('suggestions are titles, then headings, that have every word typed so far', async () => {
  const workspace = await world.aWorkspace()
  const text = '# Introduction\n\nWhy.\n\n# Travelling by train\n\nTrains are paid.\n\n# Hotels abroad\n\nAt most 120 euros.'
  const travel = await workspace.import({ title: 'Travel policy', text, format: 'markdown' })
  await workspace.import({
    title: 'Handbook',
    text: '# Introduction\n\nHow we work here.\n\n# Übernachtung\n\nNein.',
    format: 'markdown',
  })
  const texts = async (q: string) => (await suggest(workspace, q)).map(({ kind, text }) => `${kind}: ${text}`)
  assert.deepEqual(await texts('trav'), ['title: Travel policy', 'heading: Travelling by train'])
  assert.deepEqual(await texts('travel POL'), ['title: Travel policy'])
  assert.deepEqual(await texts('policy tra'), ['title: Travel policy'])
  assert.deepEqual(await texts('intro'), ['heading: Introduction'])
  assert.deepEqual(await texts('üB'), ['heading: Übernachtung'])
  assert.deepEqual(await texts('rain'), [])
  assert.deepEqual(await texts('?!'), [])
  assert.equal((await suggest(workspace, 't', 1)).length, 1)

  const [hotels] = await suggest(workspace, 'hotels')
  const content = await workspace.client.call(documents.getContent, { params: { id: travel.id } })
  assert.deepEqual([hotels!.documentId, hotels!.title], [travel.id, 'Travel policy'])
  assert.ok(content.text.startsWith('Hotels abroad', hotels!.start))

  await workspace.client.call(documents.updateDocument, { params: { id: travel.id }, body: { title: 'Journeys' } })
  assert.deepEqual(await texts('trav'), ['heading: Travelling by train'])
  assert.deepEqual(await texts('journ'), ['title: Journeys'])
  await workspace.client.call(documents.deleteDocument, { params: { id: travel.id } })
  assert.deepEqual(await texts('journ'), [])
  assert.deepEqual(await texts('trav'), [])
})

test('a new version is suggested by its own headings', async () => {
  const workspace = await world.aWorkspace()
  const version = (heading: string) =>
    importText(workspace, workspace, {
      title: 'Plan',
      text: `# ${heading}\n\nWhat is to be done.`,
      format: 'markdown',
      source: 'plan.md',
    })
  await version('Spring cleaning')
  await version('Autumn harvest')
  assert.deepEqual(await suggest(workspace, 'spring'), [])
  assert.deepEqual(
    (await suggest(workspace, 'autumn')).map(({ text }) => text),
    ['Autumn harvest'],
  )
})

test('tags are written in lower case, each once, and change with the document', async () => {
  const workspace = await world.aWorkspace()
  const { client } = workspace
  const given = { title: 'Rules', text: 'Rules for everyone.', tags: ['Zebra', ' apple ', 'ÄPFEL', 'apple'] }
  const { id, tags } = await importText(workspace, workspace, given)
  assert.deepEqual(tags, ['apple', 'zebra', 'äpfel'])
  const again = await importText(workspace, workspace, { ...given, title: 'Again', tags: ['more'] })
  assert.deepEqual([again.id, again.isDuplicate, again.tags], [id, true, ['apple', 'more', 'zebra', 'äpfel']])
  const update = (changed: string[]) => client.call(documents.updateDocument, { params: { id }, body: { tags: changed } })
  assert.deepEqual((await update(['New', 'new'])).tags, ['new'])
  assert.deepEqual((await update([])).tags, [])
  const many = Array.from({ length: 20 }, (_, i) => `t${i}`)
  assert.equal((await update(many)).tags.length, 20)
  assert.equal(await refusal(update([...many, 'one more'])), 'request/invalid')
  assert.equal(await refusal(update(['x'.repeat(51)])), 'request/invalid')
  assert.equal(await refusal(update(['a,b'])), 'request/invalid')
  assert.equal(await refusal(update(['two\nlines'])), 'request/invalid')
})

test('files bring tags along, and the list of documents is filtered by them', async () => {
  const workspace = await world.aWorkspace()
  const { client } = workspace
  const files = ['one', 'two'].map((name) => ({ name: `${name}.txt`, content: new Blob([`The ${name} rule.`]) }))
  await client.upload(files, { tags: ['Rules', ' 2026'] })
  await workspace.import({ title: 'Other', text: 'Something else.' })
  await workspace.settle()
  const list = async (tag: string) =>
    (await client.call(documents.listDocuments, { query: { tag } })).documents.map(({ title }) => title).sort()
  assert.deepEqual(await list('RULES'), ['one', 'two'])
  assert.deepEqual(await list('rule'), [])
  assert.deepEqual((await client.call(documents.listTags)).tags, [
    { tag: '2026', documents: 2 },
    { tag: 'rules', documents: 2 },
  ])
  const tooLong = 'x'.repeat(51)
  assert.equal(await refusal(client.upload(files, { tags: [tooLong] })), 'request/invalid')
})

test('a closed collection is told by no total, suggestion, spelling or tag to those it does not name', async () => {
  const workspace = await world.aWorkspace()
  const [insider, outsider] = [await workspace.addMember('member'), await workspace.addMember('member')]
  const closed = await insider.client.call(collections.createCollection, { body: { name: 'Closed', access: 'members' } })
  await workspace.import({ title: 'Open rules', text: 'The rules on biscuits are for everyone.' })
  const secret = {
    title: 'Zyzzyva plan',
    text: '# Zyzzyva heading\n\nThe rules on zyzzyva biscuits are for us.',
    format: 'markdown' as const,
    collection: closed.id,
    tags: ['zyzzyva-tag'],
  }
  const seenBy = async (asker: Asker) => {
    const found = await search(asker, { q: 'rules biscuits' })
    return {
      found: [found.total, found.hits.length, found.nextOffset, found.isCut],
      spelling: (await search(asker, { q: 'zyzzyvo biscuits' })).didYouMean,
      byWord: (await search(asker, { q: 'zyzzyva' })).total,
      byPhrase: (await search(asker, { q: '"zyzzyva biscuits"' })).total,
      byTitle: (await search(asker, { q: 'rules title:zyzzyva' })).total,
      byTag: (await search(asker, { q: 'rules', tag: 'zyzzyva-tag' })).total,
      byCollection: (await search(asker, { q: 'rules', collection: closed.id })).total,
      listed: (await search(asker, { q: 'title:the', collection: closed.id })).total,
      suggestions: (await suggest(asker, 'zyz')).length,
      tags: (await asker.client.call(documents.listTags)).tags,
      withTag: (await asker.client.call(documents.listDocuments, { query: { tag: 'zyzzyva-tag' } })).total,
    }
  }
  const before = await seenBy(outsider)
  const { id } = await importText(insider, workspace, secret)
  while ((await insider.client.call(documents.getDocument, { params: { id } })).state !== 'ready')
    await new Promise((resolve) => setTimeout(resolve, 30))
  assert.deepEqual(await seenBy(outsider), before)
  const inside = await seenBy(insider)
  assert.deepEqual([inside.found[0], inside.spelling, inside.suggestions], [2, 'Zyzzyva biscuits', 2])
  assert.deepEqual([inside.byWord, inside.byPhrase, inside.byTitle, inside.byTag, inside.byCollection], [1, 1, 1, 1, 1])
  assert.deepEqual([inside.tags, inside.withTag], [[{ tag: 'zyzzyva-tag', documents: 1 }], 1])
})

test('where all may read everything a search counts without asking for each, and what is hidden then is hidden at once', async () => {
  const workspace = await world.aWorkspace()
  const reader = await workspace.addMember('member')
  const texts = Array.from({ length: 70 }, (_, i) => `Notice ${i} on walruses: number ${i * 7919} of the list of ${i} walruses.`)
  for (const [i, text] of texts.entries())
    await workspace.client.call(documents.importDocuments, { body: { title: `Notice ${i}`, text } })
  await workspace.settle()
  const seen = async (asker: Asker) => {
    const { total, hits } = await search(asker, { q: 'walruses', limit: 50 })
    return [total, hits.length]
  }
  // The first searches look, the later ones know.
  for (let i = 0; i < 4; i++) assert.deepEqual(await seen(reader), [70, 50])

  const { documents: listed } = await workspace.client.call(documents.listDocuments, { query: { limit: 100 } })
  await workspace.client.call(documents.deleteDocument, { params: { id: listed[0]!.id } })
  for (let i = 0; i < 4; i++) assert.deepEqual(await seen(reader), [69, 50])

  const closed = await workspace.client.call(collections.createCollection, { body: { name: 'Closed', access: 'members' } })
  for (const { id } of listed.slice(1, 31))
    await workspace.client.call(documents.updateDocument, { params: { id }, body: { collection: closed.id } })
  for (let i = 0; i < 4; i++) {
    assert.deepEqual(await seen(reader), [39, 39])
    assert.deepEqual(await seen(workspace), [69, 50])
  }

  await workspace.client.call(collections.setCollectionReaders, {
    params: { id: closed.id },
    body: { access: 'workspace', members: [] },
  })
  for (let i = 0; i < 4; i++) assert.deepEqual(await seen(reader), [69, 50])
})
