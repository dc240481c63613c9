import { Worker } from 'node:worker_threads'
import { BrainError } from '@brain-ai/contract'
import { damagedFile } from './damaged-file.ts'
import type { ExtractReport, ExtractTask } from './extract-worker.ts'
import { type ExtractedDocument, unpackDocument } from './packed-document.ts'

export interface RunOptions {
  timeoutMs: number
  signal: AbortSignal | undefined
  onProgress: ((done: number) => void) | undefined
}

/** One worker thread that reads one document after the other, until something goes wrong with one of them. */
export class WarmWorker {
  readonly #worker: Worker
  readonly #maxOldGenerationSizeMb: number
  documents = 0
  /** What the worker held after its last document. */
  memoryBytes = 0
  isUsable = true
  #isClosed = false

  constructor(maxOldGenerationSizeMb: number) {
    this.#maxOldGenerationSizeMb = maxOldGenerationSizeMb
    this.#worker = new Worker(new URL('./extract-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb, maxYoungGenerationSizeMb: 32 },
      // A parser of foreign files needs neither the configuration nor its secrets.
      env: {},
      execArgv: [],
    })
    // Between two documents it must not keep the process alive, nor bring it down.
    this.#worker.unref()
    this.#worker.on('error', () => {
      this.isUsable = false
    })
    this.#worker.on('exit', () => {
      this.isUsable = false
    })
  }

  async close(): Promise<void> {
    this.isUsable = false
    this.#isClosed = true
    await this.#worker.terminate()
  }

  /** Reads one document; on any failure but a refusal of the file the worker is terminated. */
  async run(task: ExtractTask, options: RunOptions): Promise<ExtractedDocument> {
    this.documents++
    this.#worker.ref()
    try {
      const report = await this.#exchange(task, options)
      if (report.type === 'extracted') {
        this.memoryBytes = report.memoryBytes
        return unpackDocument(report.document)
      }
      if (report.type === 'refused') throw new BrainError(report.code, report.message, report.details)
      await this.close()
      throw crashed({ name: report.name, message: report.message })
    } finally {
      this.#worker.unref()
    }
  }

  async #exchange(
    task: ExtractTask,
    { timeoutMs, signal, onProgress }: RunOptions,
  ): Promise<Exclude<ExtractReport, { type: 'progress' }>> {
    const { promise, resolve, reject } = Promise.withResolvers<Exclude<ExtractReport, { type: 'progress' }>>()
    const onMessage = (report: ExtractReport) => (report.type === 'progress' ? onProgress?.(report.done) : resolve(report))
    const onError = (error: Error) => reject(this.#failure(error))
    const onExit = () => reject(this.#isClosed ? stopping() : crashed({ name: 'Exit', message: 'the worker ended' }))
    const onAbort = () =>
      reject(new BrainError('document/cancelled', 'Reading the file was cancelled.', {}, { cause: signal?.reason }))
    const seconds = Math.round(timeoutMs / 1000)
    const deadline = setTimeout(
      () =>
        reject(
          new BrainError(
            'document/extraction-timeout',
            `Reading the file took longer than ${seconds} seconds and was stopped. Split it into parts.`,
            {
              timeoutMs,
            },
          ),
        ),
      timeoutMs,
    )
    this.#worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    signal?.addEventListener('abort', onAbort)
    try {
      if (signal?.aborted) onAbort()
      else this.#worker.postMessage(task, [task.bytes.buffer as ArrayBuffer])
      return await promise
    } catch (error) {
      await this.close()
      throw error
    } finally {
      clearTimeout(deadline)
      this.#worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      signal?.removeEventListener('abort', onAbort)
    }
  }

  #failure(error: Error & { code?: string }): BrainError {
    if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return crashed(error)
    const maxMb = this.#maxOldGenerationSizeMb
    return new BrainError(
      'document/extraction-memory',
      `Reading the file took more than ${maxMb} MB of memory and was stopped. Split it into parts.`,
      { maxMb },
    )
  }
}

export const stopping = () => new BrainError('server/stopping', 'The server is stopping; the file is read after the restart.')

function crashed({ name, message }: { name: string; message: string }): BrainError {
  const cause = new Error(`${name}: ${message}`)
  return damagedFile('The file could not be read; it is probably damaged.', { reason: name }, { cause })
}
