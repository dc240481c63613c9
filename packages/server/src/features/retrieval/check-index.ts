import type { WorkspaceDb } from '#platform/database'
import { analyzePassage, analyzerVersion } from './lexical/analyzer.ts'
import { blockOf, blockSize, postingBytes, writePosting } from './lexical/posting-block.ts'
import { holdStatistics, listBlocksAfter, listPassagesAfter } from './retrieval-store.ts'

/** Something in the index that its passages do not say, or the reverse. */
export type IndexDisagreement =
  | { readonly kind: 'statistics'; readonly field: string; readonly expected: number; readonly found: number }
  | { readonly kind: 'block-missing' | 'block-foreign' | 'block-different'; readonly term: string; readonly block: number }

/** How far a check has come, and what it found. */
export interface IndexCheck {
  readonly nextBlock: number
  readonly isDone: boolean
  readonly passages: number
  readonly totalLength: number
  readonly nextOrdinal: number
  /** The state of the index at the first slice: counts of several slices compare only where nobody changed it in between. */
  readonly state: string | undefined
  /** At most a hundred. */
  readonly disagreements: readonly IndexDisagreement[]
}

export const beginCheck: IndexCheck = {
  nextBlock: 0,
  isDone: false,
  passages: 0,
  totalLength: 0,
  nextOrdinal: 0,
  state: undefined,
  disagreements: [],
}

const batchSize = 500
const maxReported = 100
const blocksPerSlice = 16
const everything = 2 ** 31 - 1

// Postings of a block compare by count and by the sum of their bytes as numbers: their order does not matter.
type Fingerprint = { count: number; sum: number }
type Counts = { readonly passages: number; readonly totalLength: number; readonly nextOrdinal: number }
type Range = { readonly from: number; readonly to: number }

/** Compares blocks and statistics with what the passages make, in one transaction, and returns at most a hundred disagreements. */
export async function checkIndex(db: WorkspaceDb): Promise<readonly IndexDisagreement[]> {
  let check = beginCheck
  while (!check.isDone) check = await checkIndexSlice(db, check)
  return check.disagreements
}

/**
 * Checks the passages of the next 16 blocks, 65,536 ordinals, so that memory and the time for which imports of the workspace wait do
 * not grow with it. Give each slice a transaction of its own, until the check is done.
 */
export async function checkIndexSlice(db: WorkspaceDb, check: IndexCheck): Promise<IndexCheck> {
  const found = (await holdStatistics(db)) ?? { passages: 0, totalLength: 0, nextOrdinal: 0, analyzerVersion, state: '' }
  const next = check.nextBlock + blocksPerSlice
  // The last slice has no end, so that it meets what lies where nothing should be.
  const isDone = next * blockSize >= found.nextOrdinal
  const blocks = { from: check.nextBlock, to: isDone ? everything : next }
  const expected = await fingerprintPassages(db, { from: blocks.from * blockSize, to: isDone ? everything : next * blockSize })
  const counted = {
    passages: check.passages + expected.passages,
    totalLength: check.totalLength + expected.totalLength,
    nextOrdinal: Math.max(check.nextOrdinal, expected.nextOrdinal),
    state: check.state ?? found.state,
  }
  const disagreements = [...check.disagreements, ...(await compareBlocks(db, blocks, expected.blocks))]
  if (isDone && counted.state === found.state) disagreements.push(...compareStatistics(counted, found))
  return { ...counted, nextBlock: next, isDone, disagreements: disagreements.slice(0, maxReported) }
}

function compareStatistics(counted: Counts, found: Counts & { readonly analyzerVersion: number }): IndexDisagreement[] {
  const compare = (field: string, expected: number, stored: number): IndexDisagreement[] =>
    expected === stored ? [] : [{ kind: 'statistics', field, expected, found: stored }]
  return [
    ...compare('passages', counted.passages, found.passages),
    ...compare('totalLength', counted.totalLength, found.totalLength),
    ...compare('analyzerVersion', analyzerVersion, found.analyzerVersion),
    ...compare('nextOrdinal', Math.max(found.nextOrdinal, counted.nextOrdinal), found.nextOrdinal),
  ]
}

async function fingerprintPassages(db: WorkspaceDb, { from, to }: Range) {
  const blocks = new Map<string, Fingerprint>()
  const bytes = Buffer.alloc(postingBytes)
  let [passages, totalLength, nextOrdinal, last] = [0, 0, 0, from - 1]
  for (;;) {
    const batch = (await listPassagesAfter(db, last, batchSize)).filter(({ ordinal }) => ordinal < to)
    for (const passage of batch) {
      const { frequencies, length } = analyzePassage(passage)
      for (const [term, frequency] of frequencies) {
        writePosting(bytes, 0, { ordinal: passage.ordinal, frequency, length })
        addFingerprint(blocks, keyOf(term, blockOf(passage.ordinal)), bytes)
      }
      passages++
      totalLength += length
      last = passage.ordinal
      nextOrdinal = last + 1
    }
    if (batch.length < batchSize) return { passages, totalLength, nextOrdinal, blocks }
  }
}

async function compareBlocks(db: WorkspaceDb, range: Range, expected: Map<string, Fingerprint>): Promise<IndexDisagreement[]> {
  const disagreements: IndexDisagreement[] = []
  let [term, block] = ['', -1]
  for (;;) {
    const rows = await listBlocksAfter(db, term, block, batchSize, range)
    for (const row of rows) {
      const key = keyOf(row.term, row.block)
      const found = new Map<string, Fingerprint>()
      for (let at = 0; at < row.postings.length; at += postingBytes) {
        addFingerprint(found, key, row.postings.subarray(at, at + postingBytes))
      }
      const kind = compareFingerprints(expected.get(key), found.get(key), row.documentFrequency)
      if (kind !== undefined) disagreements.push({ kind, term: row.term, block: row.block })
      expected.delete(key)
      ;[term, block] = [row.term, row.block]
    }
    if (rows.length < batchSize) break
  }
  for (const key of expected.keys()) {
    const [missingBlock, missingTerm] = [Number(key.slice(0, key.indexOf(' '))), key.slice(key.indexOf(' ') + 1)]
    disagreements.push({ kind: 'block-missing', term: missingTerm, block: missingBlock })
  }
  return disagreements
}

function compareFingerprints(expected: Fingerprint | undefined, found: Fingerprint | undefined, documentFrequency: number) {
  if (expected === undefined) return 'block-foreign'
  const isSame = expected.count === found?.count && expected.sum === found.sum && documentFrequency === expected.count
  return isSame ? undefined : 'block-different'
}

function addFingerprint(blocks: Map<string, Fingerprint>, key: string, bytes: Uint8Array): void {
  const value = bytes[0]! + bytes[1]! * 0x100 + bytes[2]! * 0x1_0000 + bytes[3]! * 0x100_0000
  const fingerprint = blocks.get(key)
  if (fingerprint === undefined) blocks.set(key, { count: 1, sum: value })
  else {
    fingerprint.count++
    fingerprint.sum += value
  }
}

const keyOf = (term: string, block: number) => `${block} ${term}`
