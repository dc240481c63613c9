import type { DocumentView } from '@brain-ai/contract'
import type { Client } from '@brain-ai/sdk'

export interface Upload {
  id: number
  name: string
  bytes: number
  state: 'waiting' | 'sending' | 'sent' | 'duplicate' | 'rejected' | 'stopped'
  /** How much was sent, from 0 to 1. */
  sent: number
  /** Why it was rejected: what was thrown, or what the server said about the file. */
  problem?: unknown
  document?: DocumentView
}

export interface UploadQueue {
  add(files: readonly { file: Blob; name: string }[], collection: string | undefined): void
  stop(id: number): void
  /** Takes away what is over. */
  clear(): void
  subscribe(listener: () => void): () => void
  /** The uploads, newest last; another array after each change. */
  list(): readonly Upload[]
}

/** A file that the server took apart and would not have. */
export interface Rejection {
  code: string
  message: string
}

export const isOver = ({ state }: Upload): boolean => state !== 'waiting' && state !== 'sending'

/** Sends files one by one, a few at a time, each with its own progress. `onArrived` is told of every new document. */
export function createUploadQueue(send: Client['upload'], onArrived: (document: DocumentView) => void, atOnce = 3): UploadQueue {
  let uploads: readonly Upload[] = []
  let lastId = 0
  const waiting: { id: number; file: Blob; name: string; collection: string | undefined }[] = []
  const running = new Map<number, AbortController>()
  const listeners = new Set<() => void>()

  function change(id: number, changes: Partial<Upload>): void {
    uploads = uploads.map((upload) => (upload.id === id ? { ...upload, ...changes } : upload))
    for (const listener of listeners) listener()
  }

  async function sendNext(): Promise<void> {
    if (running.size >= atOnce) return
    const next = waiting.shift()
    if (!next) return
    const { id, file, name, collection } = next
    const control = new AbortController()
    running.set(id, control)
    change(id, { state: 'sending' })
    try {
      const onProgress = (sent: number) => change(id, { sent })
      const reply = await send([{ name, content: file }], { collection, onProgress, signal: control.signal })
      const document = reply.documents[0]
      if (document) {
        change(id, { state: document.isDuplicate ? 'duplicate' : 'sent', sent: 1, document })
        onArrived(document)
      } else change(id, { state: 'rejected', problem: reply.rejected[0] })
    } catch (error) {
      if (control.signal.aborted) change(id, { state: 'stopped' })
      else change(id, { state: 'rejected', problem: error })
    } finally {
      running.delete(id)
      void sendNext()
    }
  }

  return {
    add(files, collection) {
      const added = files.map(({ file, name }) => {
        const upload: Upload = { id: ++lastId, name, bytes: file.size, state: 'waiting', sent: 0 }
        waiting.push({ id: upload.id, file, name, collection })
        return upload
      })
      uploads = [...uploads, ...added]
      for (const listener of listeners) listener()
      for (let started = 0; started < atOnce; started++) void sendNext()
    },
    stop(id) {
      running.get(id)?.abort()
      const index = waiting.findIndex((upload) => upload.id === id)
      if (index < 0) return
      waiting.splice(index, 1)
      change(id, { state: 'stopped' })
    },
    clear() {
      uploads = uploads.filter((upload) => !isOver(upload))
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    list: () => uploads,
  }
}
