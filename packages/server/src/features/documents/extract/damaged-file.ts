import { BrainError } from '@brain-ai/contract'

/** The error for a file that its own program can mend. @param what a sentence that says what is wrong with it */
export function damagedFile(what: string, details: Record<string, unknown> = {}, options?: { cause: unknown }): BrainError {
  const advice = 'Open it in its own program, save it again and upload that.'
  return new BrainError('document/damaged', `${what} ${advice}`, details, options)
}
