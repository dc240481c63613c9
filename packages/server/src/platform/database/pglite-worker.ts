import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { findTablesToVacuum, shortenLog } from './pglite-maintenance.ts'
import { pgliteOptions } from './pglite-options.ts'

// The thread that holds the embedded database, so that a heavy query does not stop the server. Each connection is a message port
// that carries the bytes of the PostgreSQL protocol. An exception here ends the thread; the engine then starts a new one.

const query = 0x51
const terminate = 0x58
const sync = Buffer.from([0x53, 0, 0, 0, 4])
const readyForQuery = Buffer.from([0x5a, 0, 0, 0, 5])
const maxReplyBytes = 64 * 1024
const logCheckMs = 5_000
const vacuumCheckMs = 60_000

const { directory } = workerData as { directory: string }
const main = parentPort as MessagePort
const database = await PGlite.create({ ...pgliteOptions, dataDir: directory })
// The database has one session: everything waits for its turn here, and only the newest connection is served.
let tail: Promise<unknown> = Promise.resolve()
let current: MessagePort | undefined

main.on('message', (message: MessagePort | 'close') => {
  if (message === 'close') inTurn(close)
  else serve(message)
})
setInterval(() => inTurn(() => whenIdle(() => shortenLog(database))), logCheckMs).unref()
setInterval(() => inTurn(() => whenIdle(vacuum)), vacuumCheckMs).unref()
main.postMessage('ready')

function inTurn(work: () => Promise<void>): void {
  tail = tail.then(work).catch((error) => {
    // Whatever escapes from the engine leaves it in an unknown state.
    setImmediate(() => {
      throw error
    })
    return new Promise(() => {})
  })
}

function serve(port: MessagePort): void {
  let unread: Uint8Array = new Uint8Array(0)
  let hasStarted = false
  current = port
  // Not when the port before it closes, which may be heard of only after this one has begun.
  inTurn(resetSession)

  port.on('message', (bytes: Uint8Array) => {
    unread = unread.length === 0 ? bytes : Buffer.concat([unread, bytes])
    const length = lengthOfWholeMessages(unread, hasStarted)
    if (length === 0) return
    const request = unread.subarray(0, length)
    unread = unread.subarray(length)
    hasStarted = true
    inTurn(() => answer(port, request))
  })
  port.on('close', () => {
    if (port === current) inTurn(resetSession)
  })
}

async function answer(port: MessagePort, request: Uint8Array): Promise<void> {
  if (port !== current || request[0] === terminate) return
  let parts: Uint8Array[] = []
  let partBytes = 0
  let lastBytes = Buffer.alloc(0)
  const flush = () => {
    if (partBytes === 0) return
    const whole = Buffer.concat(parts)
    lastBytes = Buffer.concat([lastBytes, whole.subarray(-6)]).subarray(-6)
    const reply = new Uint8Array(whole)
    port.postMessage(reply, [reply.buffer])
    parts = []
    partBytes = 0
  }
  await database.runExclusive(() =>
    database.execProtocolRawStream(request, {
      onRawData: (bytes) => {
        parts.push(bytes.slice()) // the original lies in memory that the engine uses again
        partBytes += bytes.length
        if (partBytes >= maxReplyBytes) flush()
      },
    }),
  )
  flush()
  // The engine gives up without a word when it cannot write its log, as on a full disk, and is of no use from then on.
  const mustBeReady = request[0] === query || sync.equals(request.subarray(-sync.length))
  const isReady = lastBytes.subarray(0, 5).equals(readyForQuery)
  if (mustBeReady && !isReady) throw new Error('The embedded database left a request without an end.')
}

/** Bytes up to the end of the last whole message; the very first message of a connection has no type byte. */
function lengthOfWholeMessages(bytes: Uint8Array, hasStarted: boolean): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = 0
  let typeBytes = hasStarted ? 1 : 0
  while (end + typeBytes + 4 <= bytes.length) {
    const next = end + typeBytes + view.getUint32(end + typeBytes)
    if (next > bytes.length) break
    end = next
    typeBytes = 1
  }
  return end
}

/** What a server does when a client leaves: nothing of its session may reach the next one. */
async function resetSession(): Promise<void> {
  if (database.closed) return
  if (database.isInTransaction()) await database.exec('rollback')
  await database.exec('discard all')
}

async function whenIdle(work: () => Promise<void>): Promise<void> {
  if (!database.closed && !database.isInTransaction()) await work()
}

/** Each table in a turn of its own, so that requests come in between. */
async function vacuum(): Promise<void> {
  for (const name of await findTablesToVacuum(database))
    inTurn(() => whenIdle(async () => void (await database.exec(`vacuum (analyze) ${name}`))))
}

async function close(): Promise<void> {
  await database.close()
  main.postMessage('closed')
  main.close()
}
