import { randomUUID } from 'node:crypto'
import { appendFileSync, readFileSync } from 'node:fs'
import { mkdir, readlink, rename, rm, writeFile } from 'node:fs/promises'
import { createConnection, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { BrainError } from '@brain-ai/contract'

// The file brain.lock is a list of claims, one JSON object a line. Who holds the directory follows from the order of the lines
// alone: a claim counts if it names the holder before it, whom it found dead. Appending is atomic, so of many processes
// that replace the same dead holder exactly one succeeds, and no claim can take the directory from a live one.

/** Held while a process uses a data directory; disposing gives it up. */
export interface DataDirectoryLock extends AsyncDisposable {
  readonly path: string
}

interface Claim {
  readonly id: string
  readonly after: string | null
  readonly pid: number
  /** Ticks since boot at which the process started, so that a pid given out again is not taken for the holder. */
  readonly startedAt: string | null
  /** Names the machine's boot and the pid namespace; a pid means something only inside them. */
  readonly pidSpace: string
  readonly hasSocket: boolean
}

/**
 * Takes the data directory for this process, and creates it when it is missing. Survives kill -9 of a holder.
 * @throws BrainError `data-directory/locked` with the holder's pid, within a second
 */
export async function lockDataDirectory(dataDir: string): Promise<DataDirectoryLock> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const path = join(dataDir, 'brain.lock')
  const id = randomUUID()
  // The socket answers before the claim is written: from its first moment on the holder can be seen to live.
  const socket = await listenForProbes(dataDir, id)
  try {
    for (;;) {
      const holder = findHolder(path)
      if (holder?.id === id) break
      if (holder && (await isAlive(dataDir, holder))) throw lockedBy(holder, dataDir)
      const claim: Claim = { id, after: holder?.id ?? null, ...(await thisProcess()), hasSocket: socket !== undefined }
      // Starting with a line break, so that a line cut off by a full disk does not swallow this one.
      appendFileSync(path, `\n${JSON.stringify(claim)}\n`, { mode: 0o600 })
    }
    await forgetOldClaims(dataDir, path, id)
  } catch (error) {
    await closeSocket(socket)
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
      throw new BrainError('storage/full', 'The disk of the data directory is full.', { dataDir }, { cause: error })
    throw error
  }
  return {
    path,
    async [Symbol.asyncDispose]() {
      // An empty list would let a slow reader of the old one believe it is next; a dead holder is just as free.
      await writeAtomically(path, { ...(findHolder(path) as Claim), pid: 0 })
      await closeSocket(socket)
    },
  }
}

function lockedBy(holder: Claim, dataDir: string): BrainError {
  return new BrainError(
    'data-directory/locked',
    `The data directory is in use by the process ${holder.pid}. Stop it first, or talk to it over HTTP.`,
    { pid: holder.pid, dataDir },
  )
}

function findHolder(path: string): Claim | undefined {
  return holderAmong(readClaims(path))
}

function readClaims(path: string): Claim[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .map(parseClaim)
      .filter((claim) => claim !== undefined)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function holderAmong(claims: readonly Claim[]): Claim | undefined {
  let holder: Claim | undefined
  // The first line says nothing about who was before: its author has cut off what was.
  for (const claim of claims) if (!holder || claim.after === holder.id) holder = claim
  return holder
}

function parseClaim(line: string): Claim | undefined {
  try {
    return line === '' ? undefined : (JSON.parse(line) as Claim)
  } catch {
    return undefined // cut off by a full disk: never a claim
  }
}

async function isAlive(dataDir: string, holder: Claim): Promise<boolean> {
  if (holder.pid === 0) return false
  const us = await thisProcess()
  if (holder.pidSpace === us.pidSpace && holder.startedAt !== null) return holder.startedAt === startTimeOf(holder.pid)
  // Another container, or a system without /proc: the socket tells, and the pid only where there is no socket.
  if (holder.hasSocket) return answersProbe(socketPath(dataDir, holder.id))
  return holder.pidSpace === us.pidSpace && isRunning(holder.pid)
}

async function thisProcess(): Promise<Pick<Claim, 'pid' | 'startedAt' | 'pidSpace'>> {
  const boot = readText('/proc/sys/kernel/random/boot_id')
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '')
  return { pid: process.pid, startedAt: startTimeOf(process.pid), pidSpace: `${boot}/${namespace}` }
}

function startTimeOf(pid: number): string | null {
  // The name of the program stands in brackets and may hold spaces, so count from behind it: fields 3 and 22 of proc(5).
  const fields = readText(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? []
  const hasEnded = fields[0] === 'Z' // dead, only not yet collected by its parent
  return hasEnded ? null : (fields[19] ?? null)
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return ''
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Only the holder calls this. What others add to the list in the meantime names somebody else as before and counts for nothing. */
async function forgetOldClaims(dataDir: string, path: string, id: string): Promise<void> {
  const claims = readClaims(path)
  await writeAtomically(path, holderAmong(claims) as Claim)
  // A process killed leaves its socket behind; nobody listens there any more.
  for (const claim of claims)
    if (claim.id !== id && !(await isAlive(dataDir, claim))) await rm(socketPath(dataDir, claim.id), { force: true })
}

async function writeAtomically(path: string, claim: Claim): Promise<void> {
  const temporary = `${path}.${claim.id}`
  await writeFile(temporary, `${JSON.stringify(claim)}\n`, { mode: 0o600 })
  await rename(temporary, path)
}

function socketPath(dataDir: string, id: string): string {
  return process.platform === 'win32' ? `\\\\.\\pipe\\brain-${id}` : join(dataDir, `brain-${id}.sock`)
}

async function listenForProbes(dataDir: string, id: string): Promise<Server | undefined> {
  const server = createServer((connection) => connection.destroy())
  const path = socketPath(dataDir, id)
  // Not every file system takes sockets, and their paths are short; then the pid alone has to do.
  const isListening = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(path, () => resolve(true))
  })
  server.unref()
  return isListening ? server : undefined
}

function answersProbe(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = createConnection(path)
    connection.on('connect', () => {
      connection.destroy()
      resolve(true)
    })
    connection.on('error', () => resolve(false))
  })
}

function closeSocket(server: Server | undefined): Promise<void> {
  return new Promise((resolve) => (server ? server.close(() => resolve()) : resolve()))
}
