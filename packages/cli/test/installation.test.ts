import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { contract } from '@brain-ai/contract'
import { createClient } from '@brain-ai/sdk'
import { aFolder, brain, findOldNode, spawnBrain } from './brain.ts'

const owner = { BRAIN_OWNER_EMAIL: 'owner@example.com', BRAIN_OWNER_PASSWORD: 'correct horse battery', BRAIN_WORKSPACE: 'main' }
const ready = /Address +(http:\/\/\S+)/

const dataDir = join(await aFolder(), 'data')

test('before the first start the doctor and a dry run look without making anything', async () => {
  const dryRun = await brain(['migrate', '--dry-run', '--data-dir', dataDir])
  assert.equal(dryRun.exitCode, 0)
  assert.match(dryRun.out, /There is no database yet/)
  const report = await brain(['doctor', '--json', '--data-dir', dataDir], { env: { BRAIN_PORT: '0' } })
  assert.equal(JSON.parse(report.out).level, 'ok', report.out)
  assert.ok(!existsSync(dataDir))
})

test('migrate makes the database, once', async () => {
  const first = await brain(['migrate', '--data-dir', dataDir])
  assert.equal(first.exitCode, 0, first.note)
  assert.match(first.out, /Applied:\n {2}0001-/)
  assert.match((await brain(['migrate', '--data-dir', dataDir])).out, /up to date/)
})

test('the doctor finds a new installation in order but for its owner', async () => {
  const { exitCode, out } = await brain(['doctor', '--json', '--data-dir', dataDir], { env: { BRAIN_PORT: '0' } })
  const { level, checks } = JSON.parse(out) as { level: string; checks: { name: string; level: string }[] }
  assert.deepEqual(
    checks.filter((check) => check.level !== 'ok').map((check) => [check.name, check.level]),
    [['owner', 'warn']],
  )
  assert.equal(level, 'warn')
  assert.equal(exitCode, 1)
})

test('the start prints address and set-up link, guards its data directory, and stops cleanly', async () => {
  const server = spawnBrain(['start', '--no-build', '--port', '0', '--data-dir', dataDir])
  const [, url] = await server.until(ready)
  await server.until(/Set up +http:\/\/\S+\/setup\?token=\S+/)
  assert.equal((await fetch(`${url}/readyz`)).status, 200)

  const second = await brain(['start', '--no-build', '--port', '0', '--data-dir', dataDir])
  assert.equal(second.exitCode, 3)
  assert.match(second.note, new RegExp(`process ${server.process.pid}\\b`))

  const report = await brain(['doctor', '--data-dir', dataDir], { env: { BRAIN_PORT: new URL(url!).port } })
  assert.match(report.out, /✓ database +The running server \(process \d+\)/)

  server.process.kill('SIGTERM')
  const { exitCode, note } = await server.ended
  assert.equal(exitCode, 0, note)
})

const oldNode = findOldNode()

// Where the host's own Node is new, there is nothing to hand over.
if (oldNode)
  test('the server stops when the older Node that launched it is killed', async () => {
    const launcher = spawnBrain(['start', '--no-build', '--port', '0', '--data-dir', dataDir], { node: oldNode })
    await launcher.until(ready)
    launcher.process.kill('SIGKILL')
    await launcher.ended // its output closes when the server, which shares it, has ended as well
    assert.match((await brain(['migrate', '--data-dir', dataDir])).out, /up to date/, 'the data directory is free again')
  })

test('a folder is imported once, what changed becomes a new version, and what cannot be read is told', async () => {
  const home = await aFolder()
  const folder = join(home, 'policies')
  await mkdir(join(folder, 'travel'), { recursive: true })
  await writeFile(join(folder, 'leave.md'), '# Leave\n\nEverybody has thirty days of leave.')
  await writeFile(join(folder, 'travel', 'trains.txt'), 'Trains are booked second class.')
  await writeFile(join(folder, 'broken.pdf'), '%PDF-1.7 and nothing else')

  const server = spawnBrain(['start', '--no-build', '--port', '0', '--data-dir', dataDir], { env: owner })
  const [, url] = await server.until(ready)
  const env = { XDG_CONFIG_HOME: join(home, 'config'), BRAIN_URL: url! }
  const runImport = async (extra: Record<string, string>, ...args: string[]) => {
    const result = await brain(['import', folder, '--json', ...args], { env: { ...env, ...extra } })
    return { ...result, summary: result.out ? JSON.parse(result.out) : undefined }
  }

  const wrong = await runImport({ BRAIN_PASSWORD: 'not the password' }, '--email', owner.BRAIN_OWNER_EMAIL)
  assert.equal(wrong.exitCode, 4)
  assert.match(wrong.note, /wrong/)

  const first = await runImport(
    { BRAIN_PASSWORD: owner.BRAIN_OWNER_PASSWORD },
    '--email',
    owner.BRAIN_OWNER_EMAIL,
    '--collection',
    'Policies',
  )
  assert.equal(first.exitCode, 1, first.note)
  assert.equal(first.summary.new, 2)
  assert.deepEqual(
    first.summary.failed.map((one: { file: string }) => one.file),
    ['broken.pdf'],
  )

  await writeFile(join(folder, 'leave.md'), '# Leave\n\nEverybody has thirty-one days of leave.')
  const again = await runImport({})
  assert.equal(again.summary.newVersions, 1, 'the kept session is enough')
  assert.equal(again.summary.unchanged, 1)
  assert.equal(again.summary.new, 0)
  assert.equal(again.summary.failed.length, 1, 'what could not be read is told again')

  const sessions = JSON.parse(await readFile(join(env.XDG_CONFIG_HOME, 'brain-ai', 'session.json'), 'utf8'))
  assert.equal(sessions[url!].email, owner.BRAIN_OWNER_EMAIL)
  server.process.kill('SIGTERM')
  await server.ended
  const away = await brain(['import', folder], { env })
  assert.equal(away.exitCode, 4)
  assert.match(away.note, /does not answer/)
})

test('a script imports with an API key, which is not kept; one that is revoked, or may not write, is refused', async () => {
  const home = await aFolder()
  const folder = join(home, 'notes')
  await mkdir(folder)
  await writeFile(join(folder, 'keys.txt'), 'The spare key hangs behind the door.')
  const server = spawnBrain(['start', '--no-build', '--port', '0', '--data-dir', dataDir], { env: owner })
  const [, url] = await server.until(ready)
  const anonymous = createClient({ baseUrl: url! })
  const credentials = { email: owner.BRAIN_OWNER_EMAIL, password: owner.BRAIN_OWNER_PASSWORD }
  const { token } = await anonymous.call(contract.auth.signIn, { body: credentials })
  const client = createClient({ baseUrl: url!, token })
  const [workspace] = (await client.call(contract.auth.getMe)).workspaces
  const params = { slug: workspace!.slug }
  const makeKey = (scopes: ('documents.read' | 'documents.write')[]) =>
    client.call(contract.keys.createKey, { params, body: { name: 'Nightly', scopes } })
  const env = { XDG_CONFIG_HOME: join(home, 'config'), BRAIN_URL: url! }
  const runImport = (more: Record<string, string>, ...args: string[]) =>
    brain(['import', folder, '--json', ...args], { env: { ...env, ...more } })

  const { key, apiKey } = await makeKey(['documents.read', 'documents.write'])
  const first = await runImport({ BRAIN_API_KEY: key })
  assert.equal(first.exitCode, 0, first.note)
  assert.equal(JSON.parse(first.out).new, 1)
  assert.equal(JSON.parse((await runImport({}, '--key', key)).out).unchanged, 1)
  assert.equal(existsSync(env.XDG_CONFIG_HOME), false)

  const readsOnly = await runImport({ BRAIN_API_KEY: (await makeKey(['documents.read'])).key })
  assert.equal(readsOnly.exitCode, 4)
  assert.match(readsOnly.note, /scope documents\.write/)
  assert.equal((await runImport({}, '--key', key, '--email', owner.BRAIN_OWNER_EMAIL)).exitCode, 2)
  await client.call(contract.keys.revokeKey, { params: { ...params, id: apiKey.id } })
  const revoked = await runImport({ BRAIN_API_KEY: key })
  assert.equal(revoked.exitCode, 4)
  assert.match(revoked.note, /revoked, expired or mistyped/)
  server.process.kill('SIGTERM')
  await server.ended
})

test('a dry run of an import lists what it would send and needs no server', async () => {
  const folder = await aFolder()
  await writeFile(join(folder, 'a.txt'), 'one')
  const { exitCode, out } = await brain(['import', folder, '--dry-run', '--url', 'http://127.0.0.1:1'])
  assert.equal(exitCode, 0)
  assert.match(out, /3 B {2}a\.txt\n1 files?, 3 B, would be sent/)
})
