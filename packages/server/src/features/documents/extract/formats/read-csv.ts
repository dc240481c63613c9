import { detectDelimiter, parseCsv } from 'hucre/csv'
import { decodeText } from '../decode-text.ts'
import { endingOf } from '../detect-format.ts'
import type { ReadFormat } from '../extracted-text.ts'
import { addTable } from '../table-rows.ts'
import { TextBuilder } from '../text-builder.ts'

/** Comma, semicolon and tab separated tables; every row is told with the names of its columns. */
export const readCsv: ReadFormat = (bytes, fileName, { maxCharacters }) => {
  const text = decodeText(bytes)
  const delimiter = /^(tsv|tab)$/.test(endingOf(fileName)) ? '\t' : detectDelimiter(text.slice(0, 65_536))
  const rows = parseCsv(text, { delimiter, skipEmptyRows: true, typeInference: false }).map((row) =>
    row.map((cell) => String(cell ?? '')),
  )
  const builder = new TextBuilder(maxCharacters)
  addTable(builder, rows)
  return builder.build(undefined)
}
