import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import * as hostile from '../../server/test/fixtures/hostile-files.ts'
import { assertAccessible } from './accessibility.ts'
import { noBrowser, type Screen, startScreen, until } from './browser.ts'

const owner = { email: 'owner@example.com', password: 'correct horse battery' }

interface Said {
  readonly name: string
  readonly en: string
  readonly de: string
}

// Found at the first look: said in the list of uploads, which is gone with its page.
const saidOfUploads: readonly Said[] = [
  { name: 'empty.txt', en: 'The file is empty.', de: 'Die Datei ist leer.' },
  { name: 'invoice.pdf', en: 'This kind of file cannot be read. PDF,', de: 'Diese Art von Datei kann nicht gelesen werden.' },
  { name: 'salaries.xlsx', en: 'Remove the protection and upload', de: 'Bitte den Schutz entfernen und erneut hochladen.' },
  { name: 'letter.docx', en: 'save it again and upload that.', de: 'neu speichern und diese hochladen.' },
]

// Found by reading: said in the row of the document, whenever one looks.
const saidOfDocuments: readonly Said[] = [
  { name: 'report.pdf', en: 'save it again and upload that.', de: 'neu speichern und diese hochladen.' },
  { name: 'payroll.pdf', en: 'Remove the protection and upload', de: 'Bitte den Schutz entfernen und erneut hochladen.' },
  { name: 'bomb.docx', en: 'unpacks to far more than its size', de: 'wird beim Entpacken viel größer' },
  { name: 'tides.txt', en: 'Ready, 1 passage', de: 'Bereit, 1 Abschnitt' },
]

const refused = [hostile.emptyFile(), hostile.renamedExecutable(), hostile.encryptedOffice(), hostile.truncatedDocx()]
const taken = [
  hostile.brokenPdf(),
  hostile.passwordPdf(),
  hostile.zipBomb(60),
  { name: 'tides.txt', bytes: Buffer.from('The spring tide comes two days after the full moon.') },
]

const choose = (page: Page, files: readonly hostile.HostileFile[]) =>
  page
    .locator('input[type=file]')
    .first()
    .setInputFiles(files.map(({ name, bytes }) => ({ name, mimeType: '', buffer: Buffer.from(bytes) })))

/** Waits until the row of each file, whether upload or document, says its sentence. */
async function untilSaid(page: Page, language: 'en' | 'de', all: readonly Said[]): Promise<void> {
  const rows = `Array.from(document.querySelectorAll('main li, main tbody tr'), (row) => row.textContent)`
  for (const said of all) {
    const [name, sentence] = [said.name, said[language]].map((text) => JSON.stringify(text))
    await until(page, `${rows}.some((row) => row.includes(${name}) && row.includes(${sentence}))`, 20_000)
  }
}

describe('hostile files in a browser', { skip: noBrowser }, () => {
  let screen: Screen
  let english: Page
  before(async () => {
    screen = await startScreen({ BRAIN_OWNER_EMAIL: owner.email, BRAIN_OWNER_PASSWORD: owner.password })
  })
  after(() => screen.close())

  test('chosen all at once, each says what is wrong with it and what to do, and the good one is read', async () => {
    english = (await screen.open('/documents')).page
    await english.getByLabel('E-mail').fill(owner.email)
    await english.getByLabel('Password', { exact: true }).fill(owner.password)
    await english.getByRole('button', { name: 'Sign in' }).click()
    await english.getByRole('heading', { name: 'Documents' }).first().waitFor()
    await choose(english, [...refused, ...taken])
    await untilSaid(english, 'en', [...saidOfUploads, ...saidOfDocuments])
    await assertAccessible(english, 'refused and failed files')
  })

  test('the same is said in German', async () => {
    const storageState = { ...(await english.context().storageState()), origins: [] }
    const { page } = await screen.open('/documents', { locale: 'de-DE', storageState })
    await page.getByRole('heading', { name: 'Dokumente' }).first().waitFor()
    await choose(page, refused)
    await untilSaid(page, 'de', [...saidOfUploads, ...saidOfDocuments])
  })
})
