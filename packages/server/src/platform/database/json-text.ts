/**
 * A value as the database takes it for `jsonb`: halves of characters and the sign of the number 0, which JSON knows and the database
 * refuses, are left out.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value)
  return mayBeRefused.test(text) ? JSON.stringify(value, wellFormed) : text
}

/** How JSON writes them; a text may also speak of them. */
const mayBeRefused = /\\u(?:0000|d[89a-f])/

const wellFormed = (_: string, one: unknown): unknown => (typeof one === 'string' ? one.toWellFormed().replaceAll('\0', '') : one)
