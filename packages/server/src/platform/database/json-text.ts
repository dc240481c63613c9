/**
 * A value as the database takes it for `jsonb`: halves of characters and the sign of the number 0, which JSON knows and the database
 * refuses, are left out.
 */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === 'string' ? one.toWellFormed().replaceAll('\0', '') : one))
