import assert from 'node:assert/strict'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { findSession, saveSession, sessionFilePath } from './session-file.ts'

const home = await mkdtemp(join(tmpdir(), 'brain-session-'))
after(() => rm(home, { recursive: true }))
const path = sessionFilePath({ XDG_CONFIG_HOME: home })
const session = { email: 'owner@example.com', token: 'a-token' }

test('a session is found again for its own server only', async () => {
  await saveSession(path, 'http://localhost:7400', session)
  assert.deepEqual(await findSession(path, 'http://localhost:7400'), session)
  assert.equal(await findSession(path, 'http://localhost:7401'), undefined)
})

test('nobody else on the machine can read the session', { skip: process.platform === 'win32' }, async () => {
  await saveSession(path, 'http://localhost:7400', session)
  assert.equal((await stat(path)).mode & 0o777, 0o600)
})

test('forgetting one session keeps the others', async () => {
  await saveSession(path, 'http://one', session)
  await saveSession(path, 'http://two', session)
  await saveSession(path, 'http://one', undefined)
  assert.equal(await findSession(path, 'http://one'), undefined)
  assert.deepEqual(await findSession(path, 'http://two'), session)
})

test('a broken session file asks for the password again instead of failing', async () => {
  await writeFile(path, '{"http://one": {"email"')
  assert.equal(await findSession(path, 'http://one'), undefined)
})
