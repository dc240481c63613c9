import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ServerProcess, startServerProcess } from '../packages/server/test/server-process.ts'

export const owner = { email: 'owner@example.com', password: 'correct horse battery' }

/** Starts the server as a process of its own over an empty data directory, with an owner, and ends it after the work. */
export async function withServer(env: Record<string, string>, work: (server: ServerProcess) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'brain-bench-'))
  const server = await startServerProcess({
    ...env,
    BRAIN_DATA_DIR: dataDir,
    BRAIN_OWNER_EMAIL: owner.email,
    BRAIN_OWNER_PASSWORD: owner.password,
    BRAIN_LOG_LEVEL: 'warn',
  })
  await work(server)
  await server.end('SIGTERM')
  await rm(dataDir, { recursive: true, force: true })
}
