import assert from 'node:assert/strict'
import { test } from 'node:test'
import { main } from '../src/main.ts'
import type { Terminal } from '../src/terminal/terminal.ts'
import { brain, findOldNode } from './brain.ts'

async function run(...given: string[]) {
  const out: string[] = []
  const note: string[] = []
  const plain = (_format: unknown, text: string) => text
  const terminal: Terminal = {
    out: (text) => void out.push(text),
    note: (text) => void note.push(text),
    paint: plain,
    paintNote: plain,
    isWatched: false,
    columns: 80,
  }
  return { exitCode: await main(given, terminal), out: out.join('\n'), note: note.join('\n') }
}

test('brain alone shows what there is, and counts as a slip', async () => {
  const { exitCode, out } = await run()
  assert.equal(exitCode, 2)
  for (const name of ['start', 'ask', 'import', 'eval', 'cache', 'doctor', 'migrate'])
    assert.match(out, new RegExp(`^  ${name} `, 'm'))
})

test('every command explains itself with examples and exit codes', async () => {
  for (const name of ['start', 'ask', 'import', 'eval', 'cache', 'doctor', 'migrate']) {
    const { exitCode, out } = await run(name, '--help')
    assert.equal(exitCode, 0)
    assert.match(out, new RegExp(`Usage\n  brain ${name} `))
    assert.match(out, new RegExp(`Examples\n  # .+\n  brain ${name}`))
    assert.match(out, /Exit codes\n {2}0 {2,}\w+/)
    assert.equal((await run('help', name)).out, out)
  }
})

test('a command that was mistyped is suggested', async () => {
  const { exitCode, out, note } = await run('docter')
  assert.equal(exitCode, 2)
  assert.equal(out, '')
  assert.match(note, /Did you mean `brain doctor`\?/)
})

test('an option that was mistyped is suggested instead of being ignored', async () => {
  const { exitCode, note } = await run('migrate', '--dryrun')
  assert.equal(exitCode, 2)
  assert.match(note, /no option --dryrun\. Did you mean --dry-run\?/)
})

test('an option without its value, or a word too many, is a slip', async () => {
  assert.match((await run('migrate', '--data-dir')).note, /--data-dir needs a value/)
  assert.match((await run('doctor', 'now')).note, /takes no arguments/)
  assert.match((await run('ask')).note, /Ask a question/)
  assert.match((await run('ask', 'Why?')).note, /at least one file or folder/)
  assert.match((await run('ask', 'Why?', 'README.md', '--limit', 'many')).note, /--limit is a whole number/)
  assert.match((await run('import')).note, /at least one file or folder/)
  assert.match((await run('eval')).note, /Name an evaluation set/)
  assert.match((await run('eval', '--set', 'a', '--ranked-again', 'many')).note, /--ranked-again is a whole number/)
  assert.match((await run('eval', '--set', 'a', '--qrels', 'b.tsv')).note, /--qrels goes with --import/)
  assert.match((await run('cache', 'emtpy')).note, /no `brain cache emtpy`\. Did you mean `brain cache empty`\?/)
  assert.match((await run('cache', 'empty', 'now')).note, /takes one word/)
  assert.match((await run('cache', 'empty', '--questions', '5')).note, /--questions goes with `brain cache warmup`/)
  assert.match((await run('cache', 'warmup', '--questions', '201')).note, /--questions is a whole number from 1 to 200/)
  assert.match((await run('cache', 'warmup', '--max-tokens', '1.5')).note, /--max-tokens is a whole number from 0 to 10000000/)
})

test('a path that is not there is named', async () => {
  const { exitCode, note } = await run('ask', 'Why?', 'no/such/folder')
  assert.equal(exitCode, 2)
  assert.match(note, /There is no no\/such\/folder/)
})

test('a configuration that is wrong is a readable list', async () => {
  const { exitCode, note } = await brain(['start', '--no-build', '--port', 'many'], { env: { BRAIN_SECRET_KEY: 'short' } })
  assert.equal(exitCode, 2)
  assert.match(note, /BRAIN_PORT .+\n.+BRAIN_SECRET_KEY/)
  assert.doesNotMatch(note, /at .+\.ts:/, 'no stack')
})

const oldNode = findOldNode()

// Where the host's own Node is new, there is nothing to hand over.
if (oldNode)
  test('an older Node of the host hands over to the one that came with the project', async () => {
    const { exitCode, out } = await brain(['--version'], { node: oldNode })
    assert.equal(exitCode, 0)
    assert.match(out, /^\d+\.\d+\.\d+\n$/)
    assert.equal((await brain(['docter'], { node: oldNode })).exitCode, 2, 'the exit code comes through')
  })
