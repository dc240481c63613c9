import { isMarkedAsUntransferable } from 'node:worker_threads'
import { BrainError } from '@brain-ai/contract'
import { defaultMaxCharacters } from './extracted-text.ts'
import type { ExtractedDocument } from './packed-document.ts'
import { stopping, WarmWorker } from './warm-worker.ts'

export interface ExtractorOptions {
  /** Documents read at the same time, each in a worker of its own. */
  concurrency?: number
  /** Heap of one worker. What is outside the heap is bounded by `maxBytes` and by the limits on unpacking. */
  maxOldGenerationSizeMb?: number
  /** From the moment a worker takes the document. */
  timeoutMs?: number
  maxBytes?: number
  maxCharacters?: number
  /** A worker ends after so many documents, so that no library can leak for long. */
  maxDocumentsPerWorker?: number
  /** A worker that had nothing to do for so long gives its memory back. */
  idleMs?: number
}

const defaults: Required<ExtractorOptions> = {
  concurrency: 1,
  maxOldGenerationSizeMb: 256,
  timeoutMs: 60_000,
  maxBytes: 100 * 1024 * 1024,
  maxCharacters: defaultMaxCharacters,
  maxDocumentsPerWorker: 100,
  idleMs: 15_000,
}

// Above this a worker is not kept warm: what it holds would only be swept when the next document comes.
const maxKeptBytes = 128 * 1024 * 1024

/**
 * Reads files of anyone's making in worker threads with limits on time and memory, so that no file can stop the server.
 * Open one for the whole program, and close it with `await using`.
 */
export class Extractor implements AsyncDisposable {
  readonly #options: Required<ExtractorOptions>
  readonly #idle: { worker: WarmWorker; timer: NodeJS.Timeout }[] = []
  readonly #busy = new Set<WarmWorker>()
  readonly #waiting: { go: () => void; stop: (error: unknown) => void }[] = []
  #running = 0
  #isClosed = false

  constructor(options: ExtractorOptions = {}) {
    this.#options = { ...defaults, ...options }
  }

  /**
   * The text of a file and its passages, both made in the worker. Takes the bytes over: they are moved to the worker, and the caller's array may be empty afterwards.
   * @throws BrainError `document/…`: what is wrong with the file, or which limit it broke; `document/cancelled` after an abort
   */
  async extract(
    bytes: Uint8Array,
    fileName: string,
    { signal, onProgress }: { signal?: AbortSignal | undefined; onProgress?: ((done: number) => void) | undefined } = {},
  ): Promise<ExtractedDocument> {
    const { maxBytes, maxCharacters, timeoutMs } = this.#options
    if (bytes.length > maxBytes)
      throw new BrainError(
        'document/too-large',
        `The file has ${bytes.length} bytes; at most ${maxBytes} are read. Split it into smaller files.`,
        {
          bytes: bytes.length,
          maxBytes,
        },
      )

    await this.#turn(signal)
    try {
      // It may have been closed while this document waited for its turn.
      if (this.#isClosed) throw stopping()
      const worker = this.#takeWorker()
      this.#busy.add(worker)
      try {
        return await worker.run({ bytes: owned(bytes), fileName, maxCharacters }, { timeoutMs, signal, onProgress })
      } finally {
        this.#busy.delete(worker)
        await this.#giveBack(worker)
      }
    } finally {
      this.#running--
      this.#waiting.shift()?.go()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    for (const { stop } of this.#waiting.splice(0)) stop(stopping())
    const idle = this.#idle.splice(0)
    for (const { timer } of idle) clearTimeout(timer)
    await Promise.all([...idle.map(({ worker }) => worker), ...this.#busy].map((worker) => worker.close()))
  }

  async #turn(signal: AbortSignal | undefined): Promise<void> {
    if (this.#isClosed) throw stopping()
    if (signal?.aborted) throw cancelled(signal)
    if (this.#running < this.#options.concurrency) {
      this.#running++
      return
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const place = {
      go: () => {
        this.#running++
        resolve()
      },
      stop: reject,
    }
    const onAbort = () => {
      const at = this.#waiting.indexOf(place)
      if (at === -1) return
      this.#waiting.splice(at, 1)
      reject(cancelled(signal))
    }
    this.#waiting.push(place)
    signal?.addEventListener('abort', onAbort)
    try {
      await promise
    } finally {
      signal?.removeEventListener('abort', onAbort)
    }
  }

  #takeWorker(): WarmWorker {
    for (let next = this.#idle.pop(); next !== undefined; next = this.#idle.pop()) {
      clearTimeout(next.timer)
      if (next.worker.isUsable) return next.worker
    }
    return new WarmWorker(this.#options.maxOldGenerationSizeMb)
  }

  async #giveBack(worker: WarmWorker): Promise<void> {
    const isSpent = worker.documents >= this.#options.maxDocumentsPerWorker || worker.memoryBytes > maxKeptBytes
    if (!worker.isUsable) return
    if (isSpent || this.#isClosed) {
      await worker.close()
      return
    }
    const entry = { worker, timer: setTimeout(() => this.#retire(entry), this.#options.idleMs) }
    entry.timer.unref()
    this.#idle.push(entry)
  }

  #retire(entry: { worker: WarmWorker; timer: NodeJS.Timeout }): void {
    const at = this.#idle.indexOf(entry)
    if (at === -1) return
    this.#idle.splice(at, 1)
    void entry.worker.close()
  }
}

/** Bytes in a buffer of their own, which can be moved; small Buffers share one that cannot. */
function owned(bytes: Uint8Array): Uint8Array {
  const isWhole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength
  const isMovable = bytes.buffer instanceof ArrayBuffer && !isMarkedAsUntransferable(bytes.buffer)
  return isWhole && isMovable ? new Uint8Array(bytes.buffer) : new Uint8Array(bytes)
}

const cancelled = (signal: AbortSignal | undefined) =>
  new BrainError('document/cancelled', 'Reading the file was cancelled.', {}, { cause: signal?.reason })
