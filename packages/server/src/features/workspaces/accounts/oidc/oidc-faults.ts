/** Whether an error of the exchange says that the provider was away, rather than that it, or we, refused. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // What `fetch` throws when nothing could be reached.
  if (error instanceof TypeError) return error.message === 'fetch failed'
  if (codeOf(error) === 'OAUTH_TIMEOUT') return true
  if (error.cause instanceof Response) return error.cause.status >= 500
  return isUnavailable(error.cause)
}

/** The error for the log: what went wrong, without tokens, claims or addresses of people. */
export function describeFault(error: unknown): { code: string | undefined; message: string; cause?: string } {
  if (!(error instanceof Error)) return { code: undefined, message: 'unknown' }
  const { cause } = error
  return { code: codeOf(error), message: error.message, ...(cause instanceof Error && { cause: cause.message }) }
}

const codeOf = (error: Error): string | undefined => {
  if ('error' in error && typeof error.error === 'string') return error.error
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
