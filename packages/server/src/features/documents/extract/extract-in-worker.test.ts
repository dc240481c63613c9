import assert from 'node:assert/strict'
import { test } from 'node:test'
import { strToU8 } from 'fflate'
import * as hostile from '../../../../test/fixtures/hostile-files.ts'
import { Extractor } from './extract-in-worker.ts'
import { aPdf } from './testing/small-files.ts'

const note = () => strToU8('# Leave\n\nEvery employee has thirty days of leave.')
// Brackets that never close keep the Markdown parser busy for much longer than any deadline here.
const endlessMarkdown = () => strToU8(Array.from({ length: 200 }, () => '['.repeat(60_000)).join('\n\n'))

test('several documents go through one worker, each with its text and its passages', async () => {
  await using extractor = new Extractor()
  const first = await extractor.extract(note(), 'leave.md')
  assert.equal(first.title, 'Leave')
  assert.equal(first.blocks[0]?.level, 1)
  assert.deepEqual(
    first.passages.map(({ headingPath, text }) => [headingPath, text]),
    [[['Leave'], 'Leave\n\nEvery employee has thirty days of leave.']],
  )
  assert.equal((await extractor.extract(aPdf([[{ text: 'Hello', y: 700 }]]), 'a.pdf')).text, 'Hello')
})

test('a refusal inside the worker arrives with its code and details, and the worker stays in use', async () => {
  await using extractor = new Extractor()
  const { bytes, name } = hostile.renamedExecutable()
  await assert.rejects(extractor.extract(bytes, name), {
    name: 'BrainError',
    code: 'document/unsupported-type',
    details: { detected: 'a Windows program', ending: 'pdf' },
  })
  assert.equal((await extractor.extract(note(), 'leave.md')).title, 'Leave')
})

test('a document that takes too long is stopped, and the next one is read', async () => {
  await using extractor = new Extractor({ timeoutMs: 1_500 })
  await assert.rejects(extractor.extract(endlessMarkdown(), 'slow.md'), { code: 'document/extraction-timeout' })
  assert.equal((await extractor.extract(note(), 'leave.txt')).format, 'text')
})

test('a document that takes too much memory is stopped, and the server lives on', async () => {
  await using extractor = new Extractor({ maxOldGenerationSizeMb: 48 })
  const many = strToU8(`<html><body>${'<p>x</p>'.repeat(400_000)}</body></html>`)
  await assert.rejects(extractor.extract(many, 'many.html'), { code: 'document/extraction-memory' })
  assert.equal((await extractor.extract(note(), 'leave.txt')).format, 'text')
})

test('a library that fails means a damaged file, without its words', async () => {
  await using extractor = new Extractor()
  const { bytes, name } = hostile.circularPdf()
  await assert.rejects(extractor.extract(bytes, name), {
    code: 'document/damaged',
    message: 'The file could not be read; it is probably damaged. Open it in its own program, save it again and upload that.',
  })
})

test('an abort stops the document that is read and the one that waits', async () => {
  await using extractor = new Extractor()
  const [reading, waiting] = [new AbortController(), new AbortController()]
  const first = assert.rejects(extractor.extract(endlessMarkdown(), 'slow.md', { signal: reading.signal }), {
    code: 'document/cancelled',
  })
  const second = assert.rejects(extractor.extract(note(), 'leave.md', { signal: waiting.signal }), { code: 'document/cancelled' })
  waiting.abort()
  await second
  reading.abort()
  await first
  assert.equal((await extractor.extract(note(), 'leave.txt')).format, 'text')
})

test('progress is told while a long document is read', async () => {
  await using extractor = new Extractor()
  const heard: number[] = []
  const pages = Array.from({ length: 300 }, (_, i) =>
    Array.from({ length: 30 }, (_, line) => ({ text: `Page ${i} line ${line}`, y: 750 - line * 20 })),
  )
  await extractor.extract(aPdf(pages), 'long.pdf', { onProgress: (done) => heard.push(done) })
  assert.ok(heard.length > 0 && heard.every((done) => done > 0 && done <= 1))
})

test('too many bytes are refused before anything is copied', async () => {
  await using extractor = new Extractor({ maxBytes: 10 })
  await assert.rejects(extractor.extract(note(), 'leave.md'), { code: 'document/too-large' })
})

test('closing stops what is being read, and takes nothing more', async () => {
  const extractor = new Extractor()
  const reading = assert.rejects(extractor.extract(endlessMarkdown(), 'slow.md'), { code: 'server/stopping' })
  const waiting = assert.rejects(extractor.extract(note(), 'leave.md'), { code: 'server/stopping' })
  await extractor[Symbol.asyncDispose]()
  await Promise.all([reading, waiting])
  await assert.rejects(extractor.extract(note(), 'leave.md'), { code: 'server/stopping' })
})
