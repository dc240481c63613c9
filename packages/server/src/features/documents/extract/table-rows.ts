import type { TextBuilder } from './text-builder.ts'

/**
 * Writes a table so that each row can be found and quoted alone: under a header, "Name: Cable · Price: 12"; without one,
 * "Cable | 12". The header stands once on a row of its own.
 * @param headerRows how many leading rows are known to be headers; left out, the first row is judged by its looks
 */
export function addTable(builder: TextBuilder, rows: string[][], headerRows?: number): void {
  const cells = rows.map((row) => row.map(oneLineCell)).filter((row) => row.some((cell) => cell !== ''))
  const known = headerRows ?? (looksLikeHeader(cells) ? 1 : 0)
  const header = known > 0 && cells.length > 1 ? cells[Math.min(known, cells.length - 1) - 1] : undefined
  for (const [index, row] of cells.entries()) {
    const isHeader = header !== undefined && index < known
    builder.add('table-row', isHeader || header === undefined ? joinCells(row) : joinWithHeader(row, header))
  }
}

/** Many rows at once, as in a spreadsheet: `onRow` hears how many are done. */
export function joinWithHeader(row: string[], header: string[]): string {
  const parts: string[] = []
  for (const [index, cell] of row.entries()) {
    if (cell === '') continue
    const name = header[index] ?? ''
    parts.push(name === '' ? cell : `${name}: ${cell}`)
  }
  return parts.join(' · ')
}

export const joinCells = (row: string[]): string => row.filter((cell) => cell !== '').join(' | ')

export const oneLineCell = (cell: string): string => cell.replace(/\s+/g, ' ').trim()

/** Short, different words in every column, over rows of which at least one holds a number or differs in length. */
export function looksLikeHeader(rows: string[][]): boolean {
  const [first, ...rest] = rows
  if (first === undefined || rest.length === 0 || first.length < 2) return false
  const names = first.filter((cell) => cell !== '')
  if (names.length < first.length || new Set(names).size < names.length) return false
  if (!names.every((name) => name.length <= 60 && !isValue(name))) return false
  const sample = rest.slice(0, 20)
  return rest.length >= 2 || sample.some((row) => row.some((cell) => isValue(cell) || cell.length > 60))
}

// Amounts, dates, percentages, addresses: things that name no column.
const isValue = (cell: string): boolean =>
  /^[\d\s.,:/+%€$£()-]*\d[\d\s.,:/+%€$£()-]*$/.test(cell.slice(0, 80)) || cell.includes('@')
