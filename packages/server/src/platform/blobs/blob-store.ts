import type { Readable } from 'node:stream'

/** What a blob turned out to be once all of it was stored. */
export interface StoredBlob {
  readonly bytes: number
  /** Of the content, in hex. */
  readonly sha256: string
}

/**
 * Original files, outside of the database. A key is `<workspaceId>/<uuid>`, made by the caller and never from a name that a user
 * gave. A blob is written once and never changed: all of it is there and durable when `put` returns, or nothing is.
 */
export interface BlobStore {
  /**
   * Stores the content as it arrives; no more than one piece of it is held in memory. Stops reading at the limit and leaves the
   * rest of the content to its owner.
   * @throws BlobTooLarge beyond `maxBytes` · BrainError storage/full
   */
  put(key: string, content: AsyncIterable<Uint8Array> | Uint8Array, limit: { maxBytes: number }): Promise<StoredBlob>
  /** The content from its beginning, or undefined when there is no such blob. */
  get(key: string): Promise<Readable | undefined>
  /** The whole content in memory, or undefined when there is no such blob. */
  read(key: string): Promise<Buffer | undefined>
  /** Removes the blob; one that is not there counts as removed. */
  delete(key: string): Promise<void>
  exists(key: string): Promise<boolean>
}

/** The content is longer than the caller allowed; nothing of it was kept. */
export class BlobTooLarge extends Error {
  readonly maxBytes: number

  constructor(maxBytes: number) {
    super(`The content is longer than ${maxBytes} bytes`)
    this.name = 'BlobTooLarge'
    this.maxBytes = maxBytes
  }
}
