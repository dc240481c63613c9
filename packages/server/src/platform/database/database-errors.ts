import { BrainError } from '@brain-ai/contract'

// Nothing is wrong with the statement; the same one may well succeed a moment later.
const unavailableClasses = ['08', '53', '57', '58']
const unavailableStates = ['25006', '25P03', '28000', '28P01', '3D000']

/** The SQLSTATE of a database error, looking through `cause`; undefined when no database error is in there. */
function findSqlState(error: unknown): string | undefined {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth++) {
    const code = (current as { code?: unknown }).code
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code
  }
  return undefined
}

/** Serialization failures, deadlocks and lost plans: the transaction was rolled back and may be tried again from its start. */
export function isRepeatable(error: unknown): boolean {
  const state = findSqlState(error)
  return state === '40001' || state === '40P01' || isPlanLost(error)
}

/** A prepared statement is not there, or there already: someone else uses the same connection of the server, as behind a pooler. */
export function isPlanLost(error: unknown): boolean {
  const state = findSqlState(error)
  return state === '26000' || state === '42P05'
}

/**
 * Turns what an operator has to act on into a BrainError and leaves everything else (constraint violations, wrong SQL) as it is.
 * @param isConnectionLost whether the connection broke, which the driver reports as errors without a code
 */
export function translateDatabaseError(error: unknown, isConnectionLost: boolean): unknown {
  if (error instanceof BrainError) return error
  const sqlState = findSqlState(error)
  if (sqlState === '53100') return new BrainError('storage/full', 'The disk of the database is full.', {}, { cause: error })
  if (sqlState === '22021')
    return new BrainError(
      'request/invalid',
      'A text in the request holds a character that cannot be stored.',
      {},
      { cause: error },
    )
  if (sqlState === '57014')
    return new BrainError('database/unavailable', 'The database took too long and was stopped.', { sqlState }, { cause: error })
  const isUnavailable =
    isConnectionLost ||
    (sqlState !== undefined && (unavailableClasses.includes(sqlState.slice(0, 2)) || unavailableStates.includes(sqlState)))
  if (!isUnavailable) return error
  const details = sqlState === undefined ? {} : { sqlState }
  return new BrainError('database/unavailable', 'The database does not answer at the moment.', details, { cause: error })
}
