import { type MessagePort, parentPort } from 'node:worker_threads'
import { BrainError, type ErrorCode } from '@brain-ai/contract'
import { splitIntoPassages } from '../split-into-passages.ts'
import { extractText } from './extract-text.ts'
import { type PackedDocument, packDocument } from './packed-document.ts'

export interface ExtractTask {
  bytes: Uint8Array
  fileName: string
  maxCharacters: number
}

export type ExtractReport =
  | { type: 'progress'; done: number }
  | { type: 'extracted'; document: PackedDocument; memoryBytes: number }
  | { type: 'refused'; code: ErrorCode; message: string; details: Readonly<Record<string, unknown>> }
  | { type: 'crashed'; name: string; message: string }

const progressEveryMs = 200

async function run(port: MessagePort, { bytes, fileName, maxCharacters }: ExtractTask): Promise<void> {
  let reportedAt = 0
  const onProgress = (done: number) => {
    const now = performance.now()
    if (now - reportedAt < progressEveryMs) return
    reportedAt = now
    port.postMessage({ type: 'progress', done } satisfies ExtractReport)
  }
  port.postMessage(await report(bytes, fileName, { maxCharacters, onProgress }))
}

async function report(bytes: Uint8Array, fileName: string, options: Parameters<typeof extractText>[2]): Promise<ExtractReport> {
  try {
    const extracted = await extractText(bytes, fileName, options)
    const document = packDocument(extracted, splitIntoPassages(extracted))
    const { heapUsed, external } = process.memoryUsage()
    return { type: 'extracted', document, memoryBytes: heapUsed + external }
  } catch (error) {
    if (error instanceof BrainError) return { type: 'refused', code: error.code, message: error.message, details: error.details }
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) }
    return { type: 'crashed', name, message }
  }
}

if (parentPort !== null) {
  const port = parentPort
  // Libraries talk about the files they read, and documents must not get into the log.
  for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) console[name] = () => {}
  // A promise that a library left behind must not be blamed on the next document.
  process.on('unhandledRejection', () => {})
  port.on('message', (task: ExtractTask) => void run(port, task))
}
