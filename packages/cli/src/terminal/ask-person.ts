import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Asks a person at the terminal for a line; undefined where nobody can answer. */
export async function askPerson(prompt: string, options: { isHidden?: boolean } = {}): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined
  process.stderr.write(prompt)
  // What is typed is echoed by readline to its output, so a secret gets an output that swallows it.
  const output = options.isHidden ? new Writable({ write: (_chunk, _encoding, done) => done() }) : process.stderr
  const lines = createInterface({ input: process.stdin, output, terminal: true })
  const stopped = new AbortController()
  lines.on('SIGINT', () => stopped.abort())
  try {
    return await lines.question('', { signal: stopped.signal })
  } finally {
    lines.close()
    if (options.isHidden) process.stderr.write('\n')
  }
}
