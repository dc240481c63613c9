import { BrainError, type ErrorCode, type Problem } from '@brain-ai/contract'

/** The server could not be reached, or the connection broke before the reply was complete. Trying again may help. */
export class ConnectionError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'ConnectionError'
  }
}

/** An abort stays what it is; everything else that fetch throws means that the connection failed. */
export function toConnectionError(error: unknown, url: string): unknown {
  if (error instanceof Error && error.name === 'AbortError') return error
  return new ConnectionError(`The server at ${url || 'this address'} does not answer.`, { cause: error })
}

/** Makes a BrainError of a reply that is not good: details carry status, requestId and the field errors. */
export async function toBrainError(response: Response): Promise<BrainError> {
  const text = await response.text().catch(() => '')
  const problem = parseProblem(text)
  if (problem) {
    const details = { ...problem.details, status: problem.status, requestId: problem.requestId, errors: problem.errors ?? [] }
    return new BrainError(problem.code as ErrorCode, problem.detail, details)
  }
  // A proxy in front of the server answers in its own words: HTML, or nothing.
  const code: ErrorCode = response.status >= 502 && response.status <= 504 ? 'server/stopping' : 'server/internal'
  return new BrainError(code, `The server answered with status ${response.status}.`, { status: response.status })
}

function parseProblem(text: string): Problem | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value ? (value as Problem) : undefined
  } catch {
    return undefined
  }
}
