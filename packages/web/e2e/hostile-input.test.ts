import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import * as hostile from '../../server/test/fixtures/hostile-files.ts'
import { assertAccessible } from './accessibility.ts'
import { noBrowser, type Screen, startScreen, until } from './browser.ts'

// What the screen says of each file, in both languages. What is refused at once stands in the list of uploads, the rest in its row.
const sentences = [
  { name: 'empty.txt', en: 'The file is empty', de: 'Die Datei ist leer' },
  { name: 'invoice.pdf', en: 'This kind of file cannot be read. PDF,', de: 'Diese Art von Datei kann nicht gelesen werden. Möglich' },
  { name: 'salaries.xlsx', en: 'Remove the protection and upload it', de: 'Bitte den Schutz entfernen und erneut hochladen' },
  { name: 'letter.docx', en: 'save it again and upload that', de: 'neu speichern und diese hochladen' },
]
const rowSentences = [
  { name: 'report.pdf', en: 'save it again and upload that', de: 'neu speichern und diese hochladen' },
  { name: 'payroll.pdf', en: 'Remove the protection and upload it', de: 'Bitte den Schutz entfernen und erneut hochladen' },
  { name: 'bomb.docx', en: 'unpacks to far more than its size', de: 'wird beim Entpacken viel größer' },
]

const files = [
  hostile.emptyFile(),
  hostile.renamedExecutable(),
  hostile.encryptedOffice(),
  hostile.truncatedDocx(),
  hostile.brokenPdf(),
  hostile.passwordPdf(),
  hostile.zipBomb(),
  { name: 'tides.txt', bytes: Buffer.from('The spring tide comes two days after the full moon.') },
].map(({ name, bytes }) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) }))

/** The texts of all rows of the uploads and of the table, each as one line. */
const listRows = (page: Page) =>
  page.evaluate<string[]>(`Array.from(document.querySelectorAll('main li, main tbody tr'), (row) => row.textContent)`)

async function assertSaid(page: Page, said: readonly { name: string; sentence: string }[]): Promise<void> {
  const rows = await listRows(page)
  for (const { name, sentence } of said)
    assert.ok(
      rows.some((row) => row.includes(name) && row.includes(sentence)),
      `${name}: «${sentence}» in\n${rows.join('\n')}`,
    )
}

describe('hostile files in a browser', { skip: noBrowser }, () => {
  let screen: Screen
  before(async () => {
    screen = await startScreen({
      BRAIN_OWNER_EMAIL: 'owner@example.com',
      BRAIN_OWNER_PASSWORD: 'correct horse battery',
    })
  })
  after(() => screen.close())

  test('each says in English and in German what is wrong with it, and the good one among them is read', async () => {
  })
})
