import type { Cell, CellValue, Sheet } from 'hucre/xlsx'
import { readXlsx as readWorkbook } from 'hucre/xlsx'
import type { ReadFormat } from '../extracted-text.ts'
import { meaningful } from '../office-properties.ts'
import { addTable, looksLikeHeader, oneLineCell } from '../table-rows.ts'
import { TextBuilder } from '../text-builder.ts'
import { ZipArchive } from '../zip-archive.ts'

/** Workbooks: each visible sheet under a heading of its own, each row with the names of its columns. */
export const readXlsx: ReadFormat = async (bytes, _fileName, { maxCharacters, onProgress }) => {
  const archive = ZipArchive.open(bytes)
  archive.assertHarmless()
  const workbook = await readWorkbook(archive.repackXml(), { readStyles: true })
  const builder = new TextBuilder(maxCharacters)
  for (const [index, sheet] of workbook.sheets.entries()) {
    const isShown = !sheet.hidden && !sheet.veryHidden
    if (isShown) addSheet(builder, sheet)
    else builder.warnings.push(`The hidden sheet ${index + 1} was left out.`)
    onProgress((index + 1) / workbook.sheets.length)
  }
  return builder.build(meaningful(workbook.properties?.title), meaningful(workbook.properties?.creator))
}

function addSheet(builder: TextBuilder, sheet: Sheet): void {
  const rows = sheet.rows
    .map((row, at) => row.map((value, column) => oneLineCell(shown(value, sheet.cells?.get(`${at},${column}`)))))
    .filter((row) => row.some((cell) => cell !== ''))
  if (rows.length === 0) return
  builder.heading(1, `Sheet: ${sheet.name}`)
  const header = findHeaderRow(rows)
  // Notes above the table are lines of text.
  for (const row of rows.slice(0, header ?? 0)) builder.add('paragraph', row.filter((cell) => cell !== '').join(' | '))
  addTable(builder, rows.slice(header ?? 0), header === undefined ? 0 : 1)
}

/** The header is the first of the leading rows that is as wide as the table and looks like names. */
function findHeaderRow(rows: string[][]): number | undefined {
  const filled = (row: string[]) => row.filter((cell) => cell !== '').length
  const width = Math.max(...rows.slice(0, 50).map(filled))
  for (let at = 0; at < Math.min(10, rows.length - 1); at++) {
    const row = trimEnd(rows[at]!)
    if (
      filled(row) >= Math.max(2, width * 0.7) &&
      looksLikeHeader([row.filter((cell) => cell !== ''), ...rows.slice(at + 1, at + 21)])
    )
      return at
  }
  return undefined
}

function trimEnd(row: string[]): string[] {
  const last = row.findLastIndex((cell) => cell !== '')
  return row.slice(0, last + 1)
}

/** A value as the sheet shows it, as far as that changes its meaning: dates and percentages. */
function shown(value: CellValue, cell: Cell | undefined): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return showDate(value)
  if (typeof value === 'number') {
    const isPercent = cell?.style?.numFmt?.includes('%') === true
    return isPercent ? `${round(value * 100)} %` : String(round(value))
  }
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  return value
}

function showDate(date: Date): string {
  if (Number.isNaN(date.getTime())) return ''
  const iso = date.toISOString()
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ')
}

// 0.1 + 0.2 is kept in the file with all its digits, but nobody sees them.
const round = (value: number): number => Number(value.toPrecision(12))
