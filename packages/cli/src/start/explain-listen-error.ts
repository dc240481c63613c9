import { CommandError, exitCodes } from '../exit-codes.ts'

/** What the system says about a port it will not give, as a sentence with a way out; any other error as it is. */
export function explainListenError(error: unknown): unknown {
  const { code, syscall, port, address } = error as { code?: string; syscall?: string; port?: number; address?: string }
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${port} is taken. Choose another one with --port, or stop what listens there.`,
    EACCES: `This account may not listen on port ${port}. Choose one above 1023 with --port.`,
    EADDRNOTAVAIL: `This machine has no address ${address}. Choose another one with --host.`,
  }
  const sentence = syscall === 'listen' && code !== undefined ? sentences[code] : undefined
  return sentence === undefined ? error : new CommandError(exitCodes.unavailable, sentence, { cause: error })
}
