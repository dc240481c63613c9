import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { blockOf, encodePostings, lengthOfStep, quantizeLength } from './posting-block.ts'
import { type BlockRow, scoreBlocks, smoothRarity } from './score-blocks.ts'

type Text = { readonly ordinal: number; readonly words: readonly string[] }

/** BM25 as it stands in the textbook, from the words themselves; lengths rounded as the blocks round them. */
function plainScores(texts: readonly Text[], question: ReadonlyMap<string, number>): Map<number, number> {
  const average = texts.reduce((sum, { words }) => sum + words.length, 0) / texts.length
  const scores = new Map<number, number>()
  for (const { ordinal, words } of texts) {
    const length = lengthOfStep(quantizeLength(words.length))
    let score = 0
    for (const [term, weight] of question) {
      const frequency = words.filter((word) => word === term).length
      if (frequency === 0) continue
      const inTexts = texts.filter((text) => text.words.includes(term)).length
      const idf = Math.log(1 + (texts.length - inTexts + 0.5) / (inTexts + 0.5))
      score += (weight * idf * frequency * 2.2) / (frequency + 1.2 * (0.25 + (0.75 * length) / average))
    }
    if (score > 0) scores.set(ordinal, score)
  }
  return scores
}

function blocksOf(texts: readonly Text[], terms: Iterable<string>): BlockRow[] {
  const rows: BlockRow[] = []
  for (const term of terms) {
    const blocks = Map.groupBy(
      texts.filter(({ words }) => words.includes(term)),
      ({ ordinal }) => blockOf(ordinal),
    )
    for (const [block, holders] of blocks) {
      const postings = holders.map(({ ordinal, words }) => ({
        ordinal,
        frequency: words.filter((word) => word === term).length,
        length: words.length,
      }))
      rows.push({ term, block, documentFrequency: holders.length, postings: encodePostings(postings) })
    }
  }
  return rows
}

const word = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const texts = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 50_000 }), fc.array(word, { minLength: 1, maxLength: 30 })), {
    selector: ([ordinal]) => ordinal,
    minLength: 1,
    maxLength: 40,
  })
  .map((all) => all.map(([ordinal, words]): Text => ({ ordinal, words })))
const question = fc
  .dictionary(word, fc.double({ min: 0.1, max: 3, noNaN: true }), { minKeys: 1 })
  .map((asked) => new Map(Object.entries(asked)))

test('blocks rank as plain BM25 does, within a millionth', () => {
  fc.assert(
    fc.property(texts, question, (stored, asked) => {
      const statistics = {
        passages: stored.length,
        totalLength: stored.reduce((sum, { words }) => sum + words.length, 0),
        nextOrdinal: 50_001,
      }
      const { best, matched } = scoreBlocks(blocksOf(stored, asked.keys()), asked, statistics, 1000)
      const plain = plainScores(stored, asked)
      assert.equal(matched, plain.size)
      assert.equal(best.length, plain.size)
      for (const { ordinal, score } of best) assert.ok(Math.abs(score - plain.get(ordinal)!) < 1e-6)
      for (let i = 1; i < best.length; i++) assert.ok(best[i - 1]!.score >= best[i]!.score)
    }),
  )
})

test('the first of many are the same whether few or all are asked for', () => {
  fc.assert(
    fc.property(texts, question, fc.integer({ min: 1, max: 10 }), (stored, asked, limit) => {
      const statistics = { passages: stored.length, totalLength: 10 * stored.length, nextOrdinal: 50_001 }
      const rows = blocksOf(stored, asked.keys())
      const all = scoreBlocks(rows, asked, statistics, 1000).best
      assert.deepEqual(scoreBlocks(rows, asked, statistics, limit).best, all.slice(0, limit))
    }),
  )
})

test('passages that may not be read neither rank nor count', () => {
  const stored = [1, 2, 3].map((ordinal) => ({ ordinal, words: ['a'] }))
  const statistics = { passages: 3, totalLength: 3, nextOrdinal: 4 }
  const { best, matched } = scoreBlocks(blocksOf(stored, ['a']), new Map([['a', 1]]), statistics, 10, (ordinal) => ordinal !== 2)
  assert.deepEqual(
    best.map(({ ordinal }) => ordinal),
    [1, 3],
  )
  assert.equal(matched, 2)
})

test('among a handful of passages a word that all of them have still counts', () => {
  const idfOfWordEverywhere = Math.log(1 + 0.5 / 5.5)
  assert.ok(smoothRarity(idfOfWordEverywhere, 5) > 0.8)
  assert.ok(smoothRarity(0.001, 100_000) < 0.01)
})
