import { BrainError } from '@brain-ai/contract'
import { ConnectionError } from '@brain-ai/sdk'

/** What a script can tell from the end of a command. `ask`, `import`, `eval` and `doctor` say in their help what 1 means to them. */
export const exitCodes = { ok: 0, no: 1, usage: 2, dataDirectoryLocked: 3, unavailable: 4, bug: 70, interrupted: 130 } as const

/** What a command gives up with; the message says what to do. */
export class CommandError extends Error {
  readonly exitCode: number

  constructor(exitCode: number, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'CommandError'
    this.exitCode = exitCode
  }
}

/** A command line that cannot be meant. */
export class UsageError extends CommandError {
  constructor(message: string) {
    super(exitCodes.usage, message)
    this.name = 'UsageError'
  }
}

/** The exit code and the sentence for whatever a command threw; a bug keeps its stack. */
export function explainError(error: unknown): { exitCode: number; message: string } {
  if (error instanceof CommandError) return { exitCode: error.exitCode, message: error.message }
  if (error instanceof ConnectionError) return { exitCode: exitCodes.unavailable, message: error.message }
  if (error instanceof BrainError) {
    if (error.code === 'configuration/invalid') return { exitCode: exitCodes.usage, message: error.message }
    if (error.code === 'data-directory/locked') return { exitCode: exitCodes.dataDirectoryLocked, message: error.message }
    return { exitCode: exitCodes.unavailable, message: error.message }
  }
  if (error instanceof Error && error.name === 'AbortError') return { exitCode: exitCodes.interrupted, message: 'Stopped.' }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { exitCode: exitCodes.bug, message: `This is a bug in Brain AI:\n${stack}` }
}
