import type { WorkspaceDb } from '#platform/database'
import { analyzePassage, analyzerVersion } from './lexical/analyzer.ts'
import { blockOf, postingBytes, writePosting } from './lexical/posting-block.ts'
import { findStatistics, listBlocksAfter, listPassagesAfter } from './retrieval-store.ts'

/** Something in the index that its passages do not say, or the reverse. */
export type IndexDisagreement =
  | { readonly kind: 'statistics'; readonly field: string; readonly expected: number; readonly found: number }
  | { readonly kind: 'block-missing' | 'block-foreign' | 'block-different'; readonly term: string; readonly block: number }

const batchSize = 500
const maxReported = 100

// Postings of a block compare by count and by the sum of their bytes as numbers: their order does not matter.
type Fingerprint = { count: number; sum: number }

/** Compares blocks and statistics with what the passages make, and returns at most a hundred disagreements. */
export async function checkIndex(db: WorkspaceDb): Promise<IndexDisagreement[]> {
  const disagreements: IndexDisagreement[] = []
  const expected = await fingerprintPassages(db)
  const found = (await findStatistics(db)) ?? { passages: 0, totalLength: 0, nextOrdinal: 0, analyzerVersion }
  const compare = (field: string, wanted: number, stored: number) => {
    if (wanted !== stored) disagreements.push({ kind: 'statistics', field, expected: wanted, found: stored })
  }
  compare('passages', expected.passages, found.passages)
  compare('totalLength', expected.totalLength, found.totalLength)
  compare('analyzerVersion', analyzerVersion, found.analyzerVersion)
  compare('nextOrdinal', Math.max(found.nextOrdinal, expected.nextOrdinal), found.nextOrdinal)
  await compareBlocks(db, expected.blocks, disagreements)
  return disagreements.slice(0, maxReported)
}

async function fingerprintPassages(db: WorkspaceDb) {
  const blocks = new Map<string, Fingerprint>()
  const bytes = Buffer.alloc(postingBytes)
  let [passages, totalLength, last] = [0, 0, -1]
  for (;;) {
    const batch = await listPassagesAfter(db, last, batchSize)
    if (batch.length === 0) return { passages, totalLength, nextOrdinal: last + 1, blocks }
    for (const passage of batch) {
      const { frequencies, length } = analyzePassage(passage)
      for (const [term, frequency] of frequencies) {
        writePosting(bytes, 0, { ordinal: passage.ordinal, frequency, length })
        addFingerprint(blocks, keyOf(term, blockOf(passage.ordinal)), bytes)
      }
      passages++
      totalLength += length
      last = passage.ordinal
    }
  }
}

async function compareBlocks(db: WorkspaceDb, expected: Map<string, Fingerprint>, disagreements: IndexDisagreement[]) {
  let [term, block] = ['', -1]
  for (;;) {
    const rows = await listBlocksAfter(db, term, block, batchSize)
    if (rows.length === 0) break
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
  }
  for (const key of expected.keys()) {
    const [missingBlock, missingTerm] = [Number(key.slice(0, key.indexOf(' '))), key.slice(key.indexOf(' ') + 1)]
    disagreements.push({ kind: 'block-missing', term: missingTerm, block: missingBlock })
  }
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
