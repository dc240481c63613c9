import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { BrainError } from '@brain-ai/contract'
import { readConfig } from '#config'
import { startServer } from './start.ts'

// The bare server, as containers run it: configuration from the environment, log lines on standard output, no building.
const webAppDir = fileURLToPath(new URL('../../web/dist', import.meta.url))

try {
  const server = await startServer(readConfig(process.env), { webAppDir: existsSync(webAppDir) ? webAppDir : undefined })
  if (server.setupLink) console.log(`Set up Brain AI at ${server.setupLink}`)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void server.stop().then(() => process.exit(0)))
} catch (error) {
  if (!(error instanceof BrainError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
