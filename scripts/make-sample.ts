/**
 * Makes the binary files of the sample collection from their sources: `node scripts/make-sample.ts [docx|xlsx|pptx|pdf ...]`.
 * The result is committed; this runs only when a source changes. PDF needs Chromium (CHROMIUM_PATH, else /usr/bin/chromium).
 */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { unzipSync } from 'fflate'
import { writeXlsx } from 'hucre/xlsx'
import { chromium } from 'playwright-core'
import { documentDate, zipParts } from './make-sample/office-package.ts'
import { writeDocx } from './make-sample/write-docx.ts'
import { type Presentation, writePptx } from './make-sample/write-pptx.ts'

interface Workbook {
  title: string
  sheets: { name: string; columnWidths: number[]; rows: string[][] }[]
}

const sample = new URL('../packages/server/sample/', import.meta.url)
const readSource = (name: string): Promise<string> => readFile(new URL(`source/${name}`, sample), 'utf8')

const makers: Record<string, () => Promise<Record<string, Uint8Array>>> = {
  docx: async () => ({
    'writing-guide.docx': writeDocx(await readSource('writing-guide.md'), 'en-US'),
    'dokumente-verwalten.docx': writeDocx(await readSource('dokumente-verwalten.md'), 'de-DE'),
  }),
  xlsx: async () => ({
    'settings-and-limits.xlsx': await makeWorkbook(JSON.parse(await readSource('settings-and-limits.json'))),
  }),
  pptx: async () => ({ 'einfuehrung.pptx': writePptx(JSON.parse(await readSource('einfuehrung.json')) as Presentation) }),
  pdf: () => printPdfs(['operations-manual', 'betriebshandbuch']),
}

async function makeWorkbook(workbook: Workbook): Promise<Uint8Array> {
  const written = await writeXlsx({
    properties: { title: workbook.title, creator: 'Brain AI', created: new Date(documentDate), modified: new Date(documentDate) },
    sheets: workbook.sheets.map(({ name, columnWidths, rows }) => ({
      name,
      columns: columnWidths.map((width) => ({ width })),
      rows: rows.map((row) => row.map((cell) => (/^\d+$/.test(cell) ? Number(cell) : cell))),
      freezePane: { rows: 1 },
    })),
  })
  // Zipped again, because the writer stamps the parts with the present time.
  return zipParts(unzipSync(written))
}

const printStyle = `
  @page { size: A4; margin: 22mm 20mm }
  body { font: 11pt/1.5 'Liberation Sans', Arial, sans-serif; color: #1f2328 }
  h1 { font-size: 24pt; margin: 0 0 8pt } h2 { font-size: 16pt; margin: 18pt 0 6pt } h3 { font-size: 12.5pt; margin: 12pt 0 4pt }
  h2.page { break-before: page } .lead { font-size: 13pt; color: #475569 } code { font: 10pt 'Liberation Mono', monospace }
  table { border-collapse: collapse; margin: 8pt 0; width: 100% } th, td { border: 1px solid #94a3b8; padding: 4pt 6pt; text-align: left; vertical-align: top }
  tr { break-inside: avoid } h2, h3 { break-after: avoid }`

async function printPdfs(names: readonly string[]): Promise<Record<string, Uint8Array>> {
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const page = await browser.newPage()
    const made: Record<string, Uint8Array> = {}
    for (const name of names) {
      await page.setContent(await readSource(`${name}.html`))
      await page.addStyleTag({ content: printStyle })
      made[`${name}.pdf`] = withFixedDates(await page.pdf({ preferCSSPageSize: true, tagged: true, outline: true }))
    }
    return made
  } finally {
    await browser.close()
  }
}

/** Replaces the dates inside a PDF by one of the same length, so that all offsets in the file stay right. */
function withFixedDates(pdf: Buffer): Uint8Array {
  const stamp = documentDate.replace(/[-:TZ]/g, '')
  const fixed = pdf.toString('latin1').replace(/(\/(?:Creation|Mod)Date \(D:)\d{14}/g, `$1${stamp}`)
  return Buffer.from(fixed, 'latin1')
}

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(makers)
for (const format of chosen) {
  const make = makers[format]
  if (!make) throw new Error(`"${format}" is not made here; choose from ${Object.keys(makers).join(', ')}.`)
  for (const [name, bytes] of Object.entries(await make())) {
    const target = new URL(`handbook/${name}`, sample)
    await writeFile(target, bytes)
    console.log(`${fileURLToPath(target)}: ${bytes.length} bytes`)
  }
}
