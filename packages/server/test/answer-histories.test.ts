import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract } from '@brain-ai/contract'
import type { Client } from '@brain-ai/sdk'
import fc from 'fast-check'
import { startWorld, type TestWorkspace } from './world.ts'

// The model of cache-histories.test.ts against the whole product: real documents, real rights, the built-in answerer.

const { answers, collections, documents } = contract
const world = await startWorld({ BRAIN_UNDO_SECONDS: '86400' })

type Step = 'ask' | 'write' | 'delete' | 'restore' | 'close' | 'open' | 'name' | 'unname'
const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<Step>('ask') },
    ...(['write', 'delete', 'restore', 'close', 'open', 'name', 'unname'] as const).map((step) => ({
      weight: 1,
      arbitrary: fc.constant<Step>(step),
    })),
  ),
  { minLength: 3, maxLength: 6, size: 'max' },
)

let editions = 0
let given = 0

/** One document in one collection, its owner, and somebody who may be named among its readers. */
class OneDocument {
  readonly #workspace: TestWorkspace
  readonly #guest: { userId: string; client: Client }
  readonly #collection: string
  #document: string | undefined
  #edition: number | undefined
  #isDeleted = false
  #isClosed = false
  #isNamed = false

  private constructor(workspace: TestWorkspace, guest: { userId: string; client: Client }, collection: string) {
    this.#workspace = workspace
    this.#guest = guest
    this.#collection = collection
  }

  static async make(): Promise<OneDocument> {
    const workspace = await world.aWorkspace()
    await workspace.import({ title: 'Canteen', text: 'Lunch is at noon, and the soup is free.' })
    const body = { name: 'Shelf', access: 'workspace' as const }
    const { id } = await workspace.client.call(collections.createCollection, { body })
    const made = new OneDocument(workspace, await workspace.addMember('member'), id)
    await made.write()
    return made
  }

  /** Both ask while the step is taken, and twice after it. */
  async take(step: Step): Promise<void> {
    const before = this.#right()
    const asked = [this.#ask(this.#workspace.client), this.#ask(this.#guest.client)]
    if (step !== 'ask') await this[step]()
    const after = this.#right()
    for (const [i, edition] of (await Promise.all(asked)).entries())
      assert.ok(edition === before[i] || edition === after[i], `while ${step}: ${edition}, right: ${before[i]} or ${after[i]}`)
    for (let round = 0; round < 2; round++) {
      const now = await Promise.all([this.#ask(this.#workspace.client), this.#ask(this.#guest.client)])
      assert.deepEqual(now, after, `after ${step}`)
    }
  }

  async write(): Promise<void> {
    const edition = ++editions + 100_000
    const before = this.#isDeleted ? undefined : this.#document
    const text = `The code of the harbour door is ${edition}.`
    const { id } = await this.#workspace.import({ title: `Door ${edition}`, text, collection: this.#collection })
    if (before) await this.#workspace.client.call(documents.deleteDocument, { params: { id: before } })
    this.#document = id
    this.#edition = edition
    this.#isDeleted = false
  }

  async delete(): Promise<void> {
    if (this.#isDeleted) return
    await this.#workspace.client.call(documents.deleteDocument, { params: { id: this.#document! } })
    this.#isDeleted = true
  }

  async restore(): Promise<void> {
    if (!this.#isDeleted) return
    await this.#workspace.client.call(documents.restoreDocument, { params: { id: this.#document! } })
    this.#isDeleted = false
  }

  close = () => this.#setReaders(true, this.#isNamed)
  open = () => this.#setReaders(false, this.#isNamed)
  name = () => this.#setReaders(this.#isClosed, true)
  unname = () => this.#setReaders(this.#isClosed, false)

  async #setReaders(isClosed: boolean, isNamed: boolean): Promise<void> {
    const members = [this.#workspace.owner.id, ...(isNamed ? [this.#guest.userId] : [])]
    const body = { access: isClosed ? ('members' as const) : ('workspace' as const), members }
    await this.#workspace.client.call(collections.setCollectionReaders, { params: { id: this.#collection }, body })
    this.#isClosed = isClosed
    this.#isNamed = isNamed
  }

  /** The edition that the owner and the guest are to be told. */
  #right(): (number | undefined)[] {
    const edition = this.#isDeleted ? undefined : this.#edition
    return [edition, this.#isClosed && !this.#isNamed ? undefined : edition]
  }

  /** @returns the newest edition that the answer tells of */
  async #ask(client: Client): Promise<number | undefined> {
    const answer = await client.call(answers.askQuestion, { body: { question: 'What is the code of the harbour door?' } })
    if (answer.isFromCache) given++
    const told = [...JSON.stringify([answer.answer, answer.citations]).matchAll(/\b1\d{5}\b/g)].map(([code]) => Number(code))
    return told.length > 0 ? Math.max(...told) : undefined
  }
}

test('fifty histories of a real workspace never give a stale or a foreign answer', async () => {
  const property = fc.asyncProperty(steps, async (history) => {
    const one = await OneDocument.make()
    for (const step of history) await one.take(step)
  })
  await fc.assert(property, { numRuns: 50, endOnFailure: true })
  assert.ok(given > 500, `only ${given} answers came from the cache`)
})
