import { styleText } from 'node:util'

type Format = Parameters<typeof styleText>[0]

/** Where a command writes: results to `out`, everything a person only watches to `note`. Tests give one that collects. */
export interface Terminal {
  out(text: string): void
  note(text: string): void
  /** Colours for `out` and for `note`; they leave the text as it is where there is no terminal, or NO_COLOR is set. */
  paint(format: Format, text: string): string
  paintNote(format: Format, text: string): string
  /** Whether somebody watches `note`, so that a progress bar makes sense. */
  readonly isWatched: boolean
  readonly columns: number
}

export const processTerminal: Terminal = {
  out: (text) => void process.stdout.write(`${text}\n`),
  note: (text) => void process.stderr.write(`${text}\n`),
  paint: (format, text) => styleText(format, text, { stream: process.stdout }),
  paintNote: (format, text) => styleText(format, text, { stream: process.stderr }),
  isWatched: process.stderr.isTTY === true,
  // Some terminals say 0.
  columns: process.stdout.columns || 80,
}
