import { inflateRawSync } from 'node:zlib'
import { BrainError } from '@brain-ai/contract'
import { zipSync } from 'fflate'
import { damagedFile } from './damaged-file.ts'

const megabyte = 1024 * 1024
const maxEntryBytes = 50 * megabyte
const maxSumBytes = 200 * megabyte
const maxReadBytes = 100 * megabyte
const maxRatio = 200
const maxEntries = 20_000

interface Entry {
  name: string
  method: number
  isEncrypted: boolean
  packedBytes: number
  /** What the directory claims; it can lie. */
  claimedBytes: number
  headerOffset: number
}

/**
 * A zip that is opened carefully: sizes are checked in its directory before anything is unpacked, and again while it is,
 * because the directory can lie. Names are only compared, never used as paths. Nothing is unpacked before it is asked for.
 */
export class ZipArchive {
  readonly #bytes: Uint8Array
  readonly #entries: Map<string, Entry>
  #unpackedBytes = 0

  private constructor(bytes: Uint8Array, entries: Map<string, Entry>) {
    this.#bytes = bytes
    this.#entries = entries
  }

  /** @throws BrainError `document/damaged` without a readable directory */
  static open(bytes: Uint8Array): ZipArchive {
    const entries = readDirectory(bytes)
    if (entries === undefined) throw damaged()
    // With two entries of one name, readers disagree on which counts; here it is the last, for every format.
    return new ZipArchive(bytes, new Map(entries.map((entry) => [entry.name, entry])))
  }

  get names(): string[] {
    return [...this.#entries.keys()]
  }

  has(name: string): boolean {
    return this.#entries.has(name)
  }

  /** @throws BrainError `document/unpacks-too-large` when the directory itself says so */
  assertHarmless(): void {
    let packed = 0
    let growth = 0
    for (const entry of this.#entries.values()) {
      // What is stored as it is (films, pictures) does not grow, and the limit on the file covers it.
      const grows = Math.max(0, entry.claimedBytes - entry.packedBytes)
      packed += entry.packedBytes
      growth += grows
      if (grows > maxEntryBytes || (entry.claimedBytes > megabyte && entry.claimedBytes > entry.packedBytes * maxRatio))
        throw unpacksTooLarge()
    }
    if (growth > maxSumBytes || (growth > megabyte && growth > packed * maxRatio)) throw unpacksTooLarge()
  }

  /** The bytes of one entry; undefined when there is none. */
  read(name: string): Uint8Array | undefined {
    const entry = this.#entries.get(name)
    if (entry === undefined) return undefined
    if (entry.isEncrypted)
      throw new BrainError(
        'document/password-protected',
        'The file is protected by a password. Save it without one and upload it again.',
      )

    const packed = this.#packed(entry)
    const limit = Math.min(maxEntryBytes, maxReadBytes - this.#unpackedBytes)
    const unpacked = entry.method === 0 ? packed : inflate(packed, limit)
    if (unpacked.length > limit || unpacked.length > Math.max(megabyte, packed.length * maxRatio)) throw unpacksTooLarge()
    this.#unpackedBytes += unpacked.length
    return unpacked
  }

  /**
   * A plain zip of the XML parts, for libraries that open zips themselves: everything in it was unpacked under the limits, is
   * stored as it is, and declares no entities. Pictures and other media are left out.
   */
  repackXml(): Uint8Array {
    const parts: Record<string, Uint8Array> = Object.create(null)
    for (const name of this.names) {
      const part = isXmlName(name) ? this.readXml(name) : undefined
      if (part !== undefined) parts[name] = part
    }
    return zipSync(parts, { level: 0 })
  }

  /** An XML part. Office programs never write a document type, so one that is there is an attack on the parser. */
  readXml(name: string): Uint8Array | undefined {
    const bytes = this.read(name)
    if (bytes === undefined) return undefined
    const xml = toUtf8(bytes)
    const buffer = Buffer.from(xml.buffer, xml.byteOffset, xml.byteLength)
    if (buffer.includes('<!DOCTYPE') || buffer.includes('<!ENTITY'))
      throw damagedFile('The file declares XML entities, which office programs never write.')
    return xml
  }

  #packed(entry: Entry): Uint8Array {
    const view = viewOf(this.#bytes)
    const at = entry.headerOffset
    if (at + 30 > this.#bytes.length || view.getUint32(at, true) !== 0x04034b50) throw damaged()
    const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true)
    const end = start + entry.packedBytes
    if (end > this.#bytes.length || (entry.method !== 0 && entry.method !== 8)) throw damaged()
    return this.#bytes.subarray(start, end)
  }
}

/** The names in a zip, or undefined when it has no readable directory. Reads no content. */
export function listZipNames(bytes: Uint8Array): string[] | undefined {
  return readDirectory(bytes)?.map((entry) => entry.name)
}

const isXmlName = (name: string): boolean => /\.(xml|rels|vml)$/i.test(name)

function inflate(packed: Uint8Array, limit: number): Uint8Array {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, limit) })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw unpacksTooLarge()
    throw damagedFile('The file is damaged: a part of it cannot be unpacked.', {}, { cause: error })
  }
}

function toUtf8(xml: Uint8Array): Uint8Array {
  if (xml[0] === 0xff && xml[1] === 0xfe) return Buffer.from(new TextDecoder('utf-16le').decode(xml))
  if (xml[0] === 0xfe && xml[1] === 0xff) return Buffer.from(new TextDecoder('utf-16be').decode(xml))
  return xml
}

function readDirectory(bytes: Uint8Array): Entry[] | undefined {
  const view = viewOf(bytes)
  const end = findEndRecord(view)
  if (end === undefined) return undefined
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  const entries: Entry[] = []
  const names = new TextDecoder('utf-8')
  if (count > maxEntries) throw unpacksTooLarge()
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) return undefined
    const nameLength = view.getUint16(at + 28, true)
    const extraLength = view.getUint16(at + 30, true)
    entries.push({
      name: names.decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      // Four bytes of 0xff announce a zip64 size, which no office file needs: it then fails as too large.
      packedBytes: view.getUint32(at + 20, true),
      claimedBytes: view.getUint32(at + 24, true),
      headerOffset: view.getUint32(at + 42, true),
    })
    at += 46 + nameLength + extraLength + view.getUint16(at + 32, true)
  }
  return entries
}

// The record stands at the end, before a comment of at most 65,535 bytes.
function findEndRecord(view: DataView): number | undefined {
  const stop = Math.max(0, view.byteLength - 22 - 65_535)
  for (let at = view.byteLength - 22; at >= stop; at--) if (view.getUint32(at, true) === 0x06054b50) return at
  return undefined
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const damaged = () => damagedFile('The file is damaged: it begins like an office file, but does not end like one.')

const unpacksTooLarge = () =>
  new BrainError(
    'document/unpacks-too-large',
    'The file unpacks to far more than its size and was not opened. If you trust it, save it again in its own program and upload that.',
    { maxEntryBytes, maxSumBytes, maxRatio },
  )
