import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { contract } from '@brain-ai/contract'
import { createClient } from '@brain-ai/sdk'
import { aFolder, brain, spawnBrain } from './brain.ts'

const owner = { BRAIN_OWNER_EMAIL: 'owner@example.com', BRAIN_OWNER_PASSWORD: 'correct horse battery', BRAIN_WORKSPACE: 'main' }

test('questions are imported, measured, compared and exported from the command line', async () => {
  const home = await aFolder()
  const server = spawnBrain(['start', '--no-build', '--port', '0', '--data-dir', join(home, 'data')], { env: owner })
  const [, url] = await server.until(/Address +(http:\/\/\S+)/)
  const env = { BRAIN_URL: url!, BRAIN_PASSWORD: owner.BRAIN_OWNER_PASSWORD, XDG_CONFIG_HOME: home, HOME: home }
  const run = (...args: string[]) => brain(['eval', '--email', owner.BRAIN_OWNER_EMAIL, ...args], { env })
  const { token } = await createClient({ baseUrl: url! }).call(contract.auth.signIn, {
    body: { email: owner.BRAIN_OWNER_EMAIL, password: owner.BRAIN_OWNER_PASSWORD },
  })
  const client = createClient({ baseUrl: url!, token })
  const files = Array.from({ length: 14 }, (_, i) => ({
    name: `note-${i}.txt`,
    content: new Blob([`Harbour master. Note ${i}.`]),
  }))
  const last = 'Harbour master. Note on Rindfleischetikettierung at the gate, green door, second floor.'
  await client.upload([...files, { name: 'long.txt', content: new Blob([last]) }])
  while ((await client.call(contract.documents.listDocuments, { query: { state: 'working', limit: 1 } })).total > 0)
    await new Promise((resolve) => setTimeout(resolve, 50))

  const missing = await run('--set', 'Harbour')
  assert.equal(missing.exitCode, 2, missing.note)
  assert.match(missing.note, /There is no evaluation set “Harbour”. There is none yet; --import makes one/)

  const wrong = join(home, 'wrong.jsonl')
  await writeFile(
    wrong,
    '{"question": "Who?", "expected": [{"document": "long.txt"}]}\n{"question": "Why?", "expected": [{"document": "no.txt"}]}\n',
  )
  const refused = await run('--set', 'Harbour', '--import', wrong)
  assert.equal(refused.exitCode, 2)
  assert.match(refused.note, /jsonl line 2: There is no document “no.txt”/)

  // By words the document is the last of fifteen; its letters put it first, where it is looked at.
  const questions = Array.from({ length: 8 }, (_, i) => `${i}\t${'harbour '.repeat(i + 1)}master Fleischetiketten`)
  const folder = join(home, 'collection')
  await mkdir(folder)
  await writeFile(
    join(folder, 'queries.jsonl'),
    questions.map((line) => JSON.stringify({ _id: line.split('\t')[0], text: line.split('\t')[1] })).join('\n'),
  )
  await writeFile(join(folder, 'qrels.tsv'), questions.map((line) => `${line.split('\t')[0]}\tlong\t1`).join('\n'))
  const measured = await run('--set', 'Harbour', '--import', folder)
  assert.equal(measured.exitCode, 0, measured.note)
  assert.match(measured.note, /8 questions added/)
  assert.match(measured.out, /8 questions measured/)
  assert.match(measured.out, /nDCG@10 +\d\.\d{4}/)

  const worse = await run('--set', 'harbour', '--ranked-again', '100', '--against', '10')
  assert.match(worse.out, /nDCG@10 +1\.0000 +0\.0000 +-1\.0000 +\.0\d\d/)
  assert.match(worse.out, /B is worse than A, and not by chance/)
  assert.equal(worse.exitCode, 1)

  const same = await run('--set', 'Harbour', '--against', 'ranked-again=50', '--json')
  assert.equal(same.exitCode, 0, same.note)
  const { verdict, summary } = JSON.parse(same.out) as {
    verdict: string
    summary: { comparison: { tests: { ndcg10: { p: number } } } }
  }
  assert.equal(verdict, 'equal')
  assert.equal(summary.comparison.tests.ndcg10.p, 1)

  const exported = await run('--set', 'Harbour', '--export')
  assert.equal(exported.out.trim().split('\n').length, 8)
  const back = join(home, 'back.jsonl')
  await writeFile(back, exported.out)
  const again = await run('--set', 'Copy', '--import', back, '--no-run', '--json')
  assert.deepEqual([JSON.parse(again.out).added, again.exitCode], [8, 0])
  server.process.kill('SIGTERM')
  await server.ended
})
