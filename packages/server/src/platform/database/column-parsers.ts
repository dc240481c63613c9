import pg from 'pg'

const int8 = 20
const int8Array = 1016
const date = 1082
const dateArray = 1182

/**
 * How column values become JavaScript, the same on both engines: int8 is a number (counts, bytes, micros), a date stays
 * `2026-03-01` because a Date would move it by the time zone of the machine, numeric stays a string, timestamptz is a Date.
 */
export const columnParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === int8) return parseInt8
    if (oid === int8Array) return (text: string) => parseList(text).map((item) => (item === null ? null : parseInt8(item)))
    if (oid === date) return (text: string) => text
    if (oid === dateArray) return parseList
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
  }) as typeof pg.types.getTypeParser,
}

function parseInt8(text: string): number {
  const value = Number(text)
  // Rounding silently would change an id or an amount of money.
  if (!Number.isSafeInteger(value)) throw new RangeError(`The int8 value ${text} does not fit a JavaScript number.`)
  return value
}

// Good for lists whose items need no quotes, as numbers and dates.
function parseList(text: string): (string | null)[] {
  const inner = text.slice(1, -1)
  return inner === '' ? [] : inner.split(',').map((item) => (item === 'NULL' ? null : item))
}
