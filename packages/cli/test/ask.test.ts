import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { aFolder, brain } from './brain.ts'

const folder = await aFolder()
const manual = [
  '# Coffee machine',
  '',
  'The machine stands in the kitchen on the second floor.',
  '',
  '## Cleaning',
  '',
  'The brewing unit is rinsed every Friday by the office team. Descaling is due every 90 days. Powder for it lies in the',
  'drawer under the machine. Before it begins, the drip tray is emptied, and afterwards two litres of clear water are run',
  'through, so that nothing of the powder gets into the next cup.',
  '',
  '## Repairs',
  '',
  'Call the service desk on extension 4711 when the display shows error E12. Every other error goes away when the machine',
  'is switched off for a minute. The contract with the maker covers spare parts, but not cups, beans or the water filter,',
  'which the office team buys from its own budget in the first week of each quarter.',
]
await mkdir(join(folder, 'house', '.drafts'), { recursive: true })
await mkdir(join(folder, 'house', 'node_modules'))
await writeFile(join(folder, 'house', 'coffee.md'), manual.join('\n'))
await writeFile(
  join(folder, 'house', 'parking.txt'),
  'Guests park on level 2. The barrier opens with the code on the invitation.',
)
await writeFile(join(folder, 'house', 'logo.png'), Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))
await writeFile(join(folder, 'house', '.drafts', 'secret.txt'), 'Descaling is due every 5 days.')
await writeFile(join(folder, 'house', 'node_modules', 'x.txt'), 'Descaling is due every 6 days.')

test('a question is answered from files, with the place and the sentence it stands in', async () => {
  const { exitCode, out } = await brain(['ask', 'How often is descaling due?', 'house'], { cwd: folder })
  assert.equal(exitCode, 0, out)
  assert.match(out, /90 days.*\[1\]/s)
  assert.match(out, /\[1\] house\/coffee\.md › Coffee machine › Cleaning/)
  assert.match(out, /“.*Descaling is due every 90 days\.”/)
  assert.doesNotMatch(out, /every [56] days/, 'hidden files and node_modules are left out')
})

test('as JSON it has the fields of the API, and each quote stands at its offsets', async () => {
  const { exitCode, out } = await brain([
    'ask',
    '--json',
    'Which extension has the service desk?',
    join(folder, 'house', 'coffee.md'),
  ])
  assert.equal(exitCode, 0)
  const answer = JSON.parse(out)
  assert.equal(answer.isAnswered, true)
  assert.match(answer.answer, /4711/)
  const [citation] = answer.citations
  assert.equal(citation.number, 1)
  assert.deepEqual(citation.headingPath, ['Coffee machine', 'Repairs'])
  assert.equal(citation.end - citation.start, citation.quote.length)
})

test('what the files do not say is not made up', async () => {
  const { exitCode, out } = await brain(['ask', 'Who won the regatta of 1987?', 'house'], { cwd: folder })
  assert.equal(exitCode, 1)
  assert.doesNotMatch(out, /\[1\]/)
})

test('a file that cannot be read is named with its reason and stops nothing', async () => {
  const { exitCode, note } = await brain(['ask', 'Where do guests park?', 'house'], { cwd: folder })
  assert.equal(exitCode, 0)
  assert.match(note, /Skipped house\/logo\.png: .*picture/)
})

test('nothing is coloured where nobody sees it, and no progress bar is left behind', async () => {
  const { out, note } = await brain(['ask', 'Where do guests park?', 'house'], { cwd: folder })
  assert.ok(!`${out}${note}`.includes('\u001b'))
})
