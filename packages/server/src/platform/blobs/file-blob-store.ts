import { createHash, randomUUID } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { access, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { BrainError } from '@brain-ai/contract'
import { type BlobStore, BlobTooLarge, type StoredBlob } from './blob-store.ts'

const keyShape = /^[0-9a-f-]{36}\/[0-9a-f-]{36}$/
const abandonedAfterMs = 10 * 60_000

/** A blob store in a directory, which several processes may share. */
export class FileBlobStore implements BlobStore {
  readonly #directory: string
  readonly #incoming: string

  private constructor(directory: string) {
    this.#directory = directory
    this.#incoming = join(directory, 'incoming')
  }

  /**
   * Opens the store and sweeps what interrupted uploads left behind.
   * @param options.isShared other processes may write right now, so that only leftovers older than ten minutes are swept
   */
  static async open(directory: string, options = { isShared: true }): Promise<FileBlobStore> {
    const store = new FileBlobStore(directory)
    await mkdir(store.#incoming, { recursive: true, mode: 0o700 })
    await sweepIncoming(store.#incoming, options.isShared ? abandonedAfterMs : 0)
    return store
  }

  async put(
    key: string,
    content: AsyncIterable<Uint8Array> | Uint8Array,
    { maxBytes }: { maxBytes: number },
  ): Promise<StoredBlob> {
    const target = this.#pathOf(key)
    const partial = join(this.#incoming, `${randomUUID()}.part`)
    try {
      const stored = await writeDurably(partial, content, maxBytes)
      await moveDurably(partial, target)
      return stored
    } catch (error) {
      await rm(partial, { force: true })
      throw isDiskFull(error) ? diskFull(error) : error
    }
  }

  get(key: string): Promise<Readable | undefined> {
    return absentAsUndefined(async () => (await open(this.#pathOf(key), 'r')).createReadStream())
  }

  read(key: string): Promise<Buffer | undefined> {
    return absentAsUndefined(() => readFile(this.#pathOf(key)))
  }

  async delete(key: string): Promise<void> {
    await rm(this.#pathOf(key), { force: true })
  }

  async exists(key: string): Promise<boolean> {
    return (await absentAsUndefined(() => access(this.#pathOf(key)).then(() => true))) ?? false
  }

  #pathOf(key: string): string {
    if (!keyShape.test(key)) throw new Error(`Not a blob key: ${JSON.stringify(key)}`)
    const [workspaceId, id] = key.split('/') as [string, string]
    // The end of a UUID of version 7 is random; its beginning is the time and would put a day's files into one folder.
    return join(this.#directory, workspaceId, id.slice(-2), id)
  }
}

async function writeDurably(
  path: string,
  content: AsyncIterable<Uint8Array> | Uint8Array,
  maxBytes: number,
): Promise<StoredBlob> {
  const hash = createHash('sha256')
  const file = await open(path, 'wx', 0o600)
  let bytes = 0
  try {
    for await (const piece of content instanceof Uint8Array ? [content] : content) {
      bytes += piece.byteLength
      if (bytes > maxBytes) throw new BlobTooLarge(maxBytes)
      hash.update(piece)
      await writeAll(file, piece)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { bytes, sha256: hash.digest('hex') }
}

// A disk that is nearly full takes the first part of a piece without an error; only the next write fails.
async function writeAll(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let written = 0; written < piece.byteLength; ) written += (await file.write(piece, written)).bytesWritten
}

// A rename lasts through a power cut only once its directory, and each one made for it, is on disk too.
async function moveDurably(from: string, to: string): Promise<void> {
  const folder = dirname(to)
  const firstMade = await mkdir(folder, { recursive: true, mode: 0o700 })
  await rename(from, to)
  await syncDirectory(folder)
  for (let made = folder; firstMade && made.length >= firstMade.length; made = dirname(made)) await syncDirectory(dirname(made))
}

async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return // Windows cannot open a directory for this and keeps its own journal
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

async function sweepIncoming(incoming: string, olderThanMs: number): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name)
    const modified = await absentAsUndefined(async () => (await stat(path)).mtimeMs)
    if (modified !== undefined && Date.now() - modified >= olderThanMs) await rm(path, { force: true })
  }
}

async function absentAsUndefined<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

const isDiskFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')

const diskFull = (cause: unknown): BrainError =>
  new BrainError('storage/full', 'The disk is full, so the file could not be stored. Nothing of it was kept.', {}, { cause })
