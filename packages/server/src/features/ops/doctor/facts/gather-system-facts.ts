import { constants } from 'node:fs'
import { access, stat, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import type { DataDirectoryFacts, PortFacts } from './doctor-facts.ts'

const answerTimeoutMs = 3_000

export async function gatherDataDirectoryFacts(path: string): Promise<DataDirectoryFacts> {
  const found = await stat(path).catch(() => undefined)
  const kind = found === undefined ? 'absent' : found.isDirectory() ? 'directory' : 'not-a-directory'
  const nearest = kind === 'directory' ? path : await findNearestDirectory(dirname(path))
  const { bavail, bsize } = await statfs(nearest)
  const isWritable = await access(nearest, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
  return { path, kind, isWritable, freeBytes: bavail * bsize }
}

async function findNearestDirectory(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined)
  return found?.isDirectory() || dirname(path) === path ? path : findNearestDirectory(dirname(path))
}

export async function gatherPortFacts(host: string, port: number): Promise<PortFacts> {
  const code = await tryToListen(host, port)
  if (code === undefined) return { host, port, state: 'free' }
  if (code === 'EACCES') return { host, port, state: 'forbidden' }
  if (code !== 'EADDRINUSE') return { host, port, state: 'no-such-address' }
  const address = `http://${reachableHost(host)}:${port}`
  if (!(await isOurs(address))) return { host, port, state: 'taken' }
  const reply = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(answerTimeoutMs) }).catch(() => undefined)
  const text = reply ? (await reply.text()).trim() : 'no answer'
  return { host, port, state: 'ours', readiness: { isReady: reply?.ok === true, text } }
}

function tryToListen(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}

/** Whoever listens there shows itself by a reply that only our server gives. */
async function isOurs(address: string): Promise<boolean> {
  try {
    const reply = await fetch(`${address}/api/setup`, { signal: AbortSignal.timeout(answerTimeoutMs) })
    const body = (await reply.json()) as { isDone?: unknown; version?: unknown }
    return typeof body.isDone === 'boolean' && typeof body.version === 'string'
  } catch {
    return false
  }
}

function reachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
