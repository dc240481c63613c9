import { createInterface } from 'node:readline'
import { BrainError } from '@brain-ai/contract'
import { lockDataDirectory } from '../../src/platform/database/data-directory-lock.ts'

// A process that tries to take the data directory at each line of its input, says how it went, and holds what it took.
process.stdout.write('ready\n')
for await (const _line of createInterface({ input: process.stdin })) {
  try {
    await lockDataDirectory(process.argv[2] as string)
    process.stdout.write('held\n')
  } catch (error) {
    const { code, details } = error as BrainError
    process.stdout.write(error instanceof BrainError ? `${code} ${details.pid}\n` : `${error}\n`)
  }
}
