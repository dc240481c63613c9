import assert from 'node:assert/strict'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { BrainError } from '@brain-ai/contract'
import { startProcess } from '../../../test/processes/index.ts'
import { makeTemporaryDirectory } from '../../../test/temporary-directory.ts'
import { lockDataDirectory } from './data-directory-lock.ts'

const makeDirectory = () => makeTemporaryDirectory('lock')
const isLockedBy = (pid: number) => (error: unknown) =>
  error instanceof BrainError &&
  error.code === 'data-directory/locked' &&
  error.details.pid === pid &&
  error.message.includes(String(pid))

test('a second holder is refused within a second and told the pid of the first', async () => {
  const directory = makeDirectory()
  const holder = startProcess('hold-data-directory', directory)
  holder.say('take')
  await holder.waitFor(/held/)
  const startedAt = performance.now()
  await assert.rejects(lockDataDirectory(directory), isLockedBy(holder.pid))
  assert.ok(performance.now() - startedAt < 1000)
})

test('the same process is refused too, until it gives the directory up', async () => {
  const directory = makeDirectory()
  const lock = await lockDataDirectory(directory)
  await assert.rejects(lockDataDirectory(directory), isLockedBy(process.pid))
  await lock[Symbol.asyncDispose]()
  await using _again = await lockDataDirectory(directory)
})

test('a holder that was killed is replaced, and its remains are removed', async () => {
  const directory = makeDirectory()
  const holder = startProcess('hold-data-directory', directory)
  holder.say('take')
  await holder.waitFor(/held/)
  await holder.kill()
  {
    await using _lock = await lockDataDirectory(directory)
    const sockets = (await readdir(directory)).filter((name) => name.endsWith('.sock'))
    assert.equal(sockets.length, 1)
  }
  assert.deepEqual(await readdir(directory), ['brain.lock'])
})

test('of ten processes that start at the same instant exactly one wins, also over a dead holder', {
  timeout: 60_000,
}, async () => {
  const directory = makeDirectory()
  let contenders = Array.from({ length: 10 }, () => startProcess('hold-data-directory', directory))
  for (const contender of contenders) await contender.waitFor(/ready/)
  for (let round = 1; round <= 3; round++) {
    for (const contender of contenders) contender.say('take')
    const answers = await Promise.all(contenders.map((contender) => contender.waitFor(/./)))
    const winner = contenders[answers.indexOf('held')]
    assert.ok(winner, answers.join('\n'))
    const refused = `data-directory/locked ${winner.pid}`
    assert.deepEqual(answers.sort(), [...Array.from({ length: contenders.length - 1 }, () => refused), 'held'])
    await winner.kill()
    contenders = contenders.filter((contender) => contender !== winner)
  }
})

test('a pid that was given out again is not taken for the holder', {
  skip: process.platform !== 'linux' && 'needs /proc',
}, async () => {
  const directory = makeDirectory()
  const lock = await lockDataDirectory(directory)
  const claim = JSON.parse(await readFile(lock.path, 'utf8'))
  await lock[Symbol.asyncDispose]()
  await writeFile(lock.path, JSON.stringify({ ...claim, pid: process.pid, startedAt: '1' }))
  await using _lock = await lockDataDirectory(directory)
})

test('a holder in another container is recognized by its socket, whatever its pid means here', async () => {
  const directory = makeDirectory()
  const claim = { id: 'elsewhere', after: null, pid: 1, startedAt: '5', pidSpace: 'another', hasSocket: true }
  await writeFile(join(directory, 'brain.lock'), JSON.stringify(claim))
  const holder = createServer().listen(join(directory, 'brain-elsewhere.sock'))
  await new Promise((resolve) => holder.once('listening', resolve))
  await assert.rejects(lockDataDirectory(directory), isLockedBy(1))
  await new Promise((resolve) => holder.close(resolve))
  await using _lock = await lockDataDirectory(directory)
})

test('a claim cut off by a full disk counts for nothing', async () => {
  const directory = makeDirectory()
  await writeFile(join(directory, 'brain.lock'), '{"id":"torn","af')
  await using _lock = await lockDataDirectory(directory)
})
