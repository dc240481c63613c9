/**
 * A posting block: the passages of one term whose ordinals share `ordinal >> 12`, four bytes each, little-endian:
 * u16 ordinal within the block, u8 term frequency, u8 length of the passage on a logarithmic scale.
 * The length travels with the posting so that a question is scored from the blocks alone.
 */
export type Posting = { readonly ordinal: number; readonly frequency: number; readonly length: number }

export const blockBits = 12
export const blockSize = 1 << blockBits
export const postingBytes = 4

const stepsPerOctave = 16

/** 0 … 255 for a length in tokens; one step is 4.4 %. */
export function quantizeLength(length: number): number {
  return Math.min(255, Math.round(stepsPerOctave * Math.log2(1 + length)))
}

/** The length in tokens that a step stands for. */
export function lengthOfStep(step: number): number {
  return 2 ** (step / stepsPerOctave) - 1
}

export function blockOf(ordinal: number): number {
  return ordinal >> blockBits
}

/** Postings of one block as bytes. `length` is in tokens; the frequency is cut at 255. */
export function encodePostings(postings: readonly Posting[]): Buffer {
  const bytes = Buffer.allocUnsafe(postings.length * postingBytes)
  for (const [i, posting] of postings.entries()) writePosting(bytes, i * postingBytes, posting)
  return bytes
}

export function writePosting(bytes: Buffer, at: number, { ordinal, frequency, length }: Posting): void {
  bytes.writeUInt16LE(ordinal & (blockSize - 1), at)
  bytes[at + 2] = Math.min(255, frequency)
  bytes[at + 3] = quantizeLength(length)
}

/** The reverse of `encodePostings`; `length` is the quantised length in tokens. */
export function decodePostings(block: number, bytes: Uint8Array): Posting[] {
  const postings: Posting[] = []
  for (let at = 0; at < bytes.length; at += postingBytes) {
    postings.push({
      ordinal: block * blockSize + (bytes[at]! | (bytes[at + 1]! << 8)),
      frequency: bytes[at + 2]!,
      length: lengthOfStep(bytes[at + 3]!),
    })
  }
  return postings
}

const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1

/** Each posting of a block as one number: length step, frequency and ordinal within the block, from the highest byte to the lowest. */
export function postingWords(bytes: Uint8Array): Uint32Array {
  const count = bytes.length / postingBytes
  if (isLittleEndian && bytes.byteOffset % postingBytes === 0) return new Uint32Array(bytes.buffer, bytes.byteOffset, count)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Uint32Array.from({ length: count }, (_, i) => view.getUint32(i * postingBytes, true))
}

/** Whether a block that holds the ordinal's neighbours holds the ordinal. Blocks only grow at their end, so they are in order. */
export function hasOrdinal(bytes: Uint8Array, ordinal: number): boolean {
  const wanted = ordinal & (blockSize - 1)
  let [low, high] = [0, bytes.length / postingBytes]
  while (low < high) {
    const middle = (low + high) >> 1
    const at = middle * postingBytes
    const found = bytes[at]! | (bytes[at + 1]! << 8)
    if (found === wanted) return true
    if (found < wanted) low = middle + 1
    else high = middle
  }
  return false
}

/** The block without the postings of some ordinals, in the order it had. */
export function withoutOrdinals(block: number, bytes: Uint8Array, ordinals: ReadonlySet<number>): Buffer {
  const kept = Buffer.allocUnsafe(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at += postingBytes) {
    if (ordinals.has(block * blockSize + (bytes[at]! | (bytes[at + 1]! << 8)))) continue
    kept.set(bytes.subarray(at, at + postingBytes), length)
    length += postingBytes
  }
  return kept.subarray(0, length)
}

/** The ordinals of the passages in a block, ascending only where they were appended so. */
export function ordinalsOfBlock({ block, postings }: { readonly block: number; readonly postings: Uint8Array }): number[] {
  const ordinals: number[] = []
  for (let at = 0; at < postings.length; at += postingBytes) {
    ordinals.push(block * blockSize + (postings[at]! | (postings[at + 1]! << 8)))
  }
  return ordinals
}
