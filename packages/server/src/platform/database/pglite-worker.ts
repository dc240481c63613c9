import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { findTablesToVacuum, shortenLog } from './pglite-maintenance.ts'
import { pgliteOptions } from './pglite-options.ts'
import type { PortReply } from './port-stream.ts'

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
  current = port
  // Not when the port before it closes, which may be heard of only after this one has begun.
  inTurn(resetSession)

  port.on('message', (bytes: Uint8Array) => {
    unread = unread.length === 0 ? bytes : Buffer.concat([unread, bytes])
    const length = [...endsOfMessages(unread)].at(-1)
    if (length === undefined) return sendReply(port, [], true)
    const request = unread.subarray(0, length)
    unread = unread.subarray(length)
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
  const flush = (isLast: boolean) => {
    sendReply(port, parts, isLast)
    parts = []
    partBytes = 0
  }
  const onRawData = (bytes: Uint8Array) => {
    parts.push(bytes.slice()) // the original lies in memory that the engine uses again
    partBytes += bytes.length
    lastBytes = Buffer.concat([lastBytes, bytes.subarray(-6)]).subarray(-6)
    if (partBytes >= maxReplyBytes) flush(false)
  }
  await database.runExclusive(async () => {
    for (const statement of statementsOf(request)) {
      lastBytes = Buffer.alloc(0)
      await database.execProtocolRawStream(statement, { onRawData })
      // The engine gives up without a word when it cannot write its log, as on a full disk, and is of no use from then on.
      const mustBeReady = statement[0] === query || sync.equals(statement.subarray(-sync.length))
      const isReady = lastBytes.subarray(0, 5).equals(readyForQuery)
      if (mustBeReady && !isReady) throw new Error('The embedded database left a request without an end.')
    }
  })
  flush(true)
}

function sendReply(port: MessagePort, parts: readonly Uint8Array[], isLast: boolean): void {
  const bytes = new Uint8Array(Buffer.concat(parts))
  const reply: PortReply = { bytes, isLast }
  port.postMessage(reply, [bytes.buffer])
}

/** Where each whole message ends. The very first one of a connection has no type byte; its length begins with a zero. */
function* endsOfMessages(bytes: Uint8Array): Generator<number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = 0
  let typeBytes = bytes[0] === 0 ? 0 : 1
  while (end + typeBytes + 4 <= bytes.length) {
    const next = end + typeBytes + view.getUint32(end + typeBytes)
    if (next > bytes.length) return
    yield next
    end = next
    typeBytes = 1
  }
}

/** The statements of a request that carries several: the engine takes no other behind one that is sent as its text alone. */
function* statementsOf(request: Uint8Array): Generator<Uint8Array> {
  let start = 0
  let from = 0
  for (const end of endsOfMessages(request)) {
    if (request[from] === query || request[from] === sync[0]) {
      yield request.subarray(start, end)
      start = end
    }
    from = end
  }
  if (start < request.length) yield request.subarray(start)
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
