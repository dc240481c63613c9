import { Duplex } from 'node:stream'
import type { MessagePort } from 'node:worker_threads'

/** What the worker sends back; `isLast` once for each message, with the last bytes of its answer. */
export interface PortReply {
  readonly bytes: Uint8Array
  readonly isLast: boolean
}

/**
 * The socket that the PostgreSQL driver believes to speak through; the bytes go to the worker that holds the embedded database.
 * When the worker ends, whoever started it destroys the stream, and only after the thread is gone. What the driver writes in one turn (parse, bind, execute, sync) travels as one message.
 */
export class PortStream extends Duplex {
  readonly #open: (stream: PortStream) => Promise<MessagePort>
  #port: MessagePort | undefined
  #unsent: Uint8Array[] = []
  #unanswered = 0
  /** When a reply came last, or else the first request went, in `performance.now()`; undefined while nothing is asked. */
  waitingSince: number | undefined

  /** @param open gives the end of a channel whose other end is in the worker */
  constructor(open: (stream: PortStream) => Promise<MessagePort>) {
    super({ decodeStrings: true, readableHighWaterMark: 1 << 20 })
    this.#open = open
  }

  connect(): this {
    this.#open(this).then(
      (port) => this.#attach(port),
      (error) => this.destroy(error),
    )
    return this
  }

  #attach(port: MessagePort): void {
    this.#port = port
    if (this.destroyed) {
      port.close()
      return
    }
    port.on('message', ({ bytes, isLast }: PortReply) => {
      if (isLast) this.#unanswered--
      this.waitingSince = this.#unanswered === 0 ? undefined : performance.now()
      this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    })
    this.emit('connect')
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (this.#unsent.length === 0) queueMicrotask(() => this.#flush())
    this.#unsent.push(chunk)
    done()
  }

  #flush(): void {
    // A copy of its own: what is handed over to the worker must not be a slice of the driver's buffer.
    const bytes = new Uint8Array(Buffer.concat(this.#unsent))
    this.#unsent = []
    this.#unanswered++
    this.waitingSince ??= performance.now()
    this.#port?.postMessage(bytes, [bytes.buffer])
  }

  // The worker sends only what was asked for, so there is nothing to hold back.
  override _read(): void {}

  override _final(done: () => void): void {
    queueMicrotask(() => {
      this.#port?.close()
      this.push(null)
      done()
    })
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.waitingSince = undefined
    this.#port?.close()
    done(error)
  }

  // What the driver asks of a socket and has no meaning here.
  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  ref(): this {
    this.#port?.ref()
    return this
  }

  unref(): this {
    this.#port?.unref()
    return this
  }
}
