import assert from 'node:assert/strict'
import { test } from 'node:test'
import { targetOf } from './judge-ranking.ts'
import { measureRanking } from './ranking-measures.ts'

const passages = (...names: string[]) => names.map((name) => ({ passageId: name, documentId: name[0]! }))

test('where documents are expected, each counts once, at the place of its best passage', () => {
  const target = targetOf([{ documentId: 'c', passageIds: null, relevance: 1 }])!
  assert.deepEqual(target.nameRanked(passages('a1', 'a2', 'b1', 'a3', 'c2', 'c1')), ['a', 'b', 'c'])
})

test('where a quote is expected, only the passage that holds it is a hit, and every passage takes a place', () => {
  const target = targetOf([{ documentId: 'c', passageIds: ['c1'], relevance: 1 }])!
  const ranked = target.nameRanked(passages('a1', 'a2', 'c2', 'c1'))
  assert.equal(ranked.length, 4)
  assert.equal(measureRanking(ranked, target.judgements).firstHit, 4)
})

test('two quotes in one passage are one thing to find', () => {
  const target = targetOf([
    { documentId: 'c', passageIds: ['c1'], relevance: 1 },
    { documentId: 'c', passageIds: ['c1'], relevance: 3 },
  ])!
  assert.deepEqual(measureRanking(target.nameRanked(passages('c1')), target.judgements), {
    ndcg10: 1,
    recall10: 1,
    recall100: 1,
    mrr10: 1,
    firstHit: 1,
  })
})

test('a quote that stands in several passages is found with any of them, once', () => {
  const target = targetOf([{ documentId: 'c', passageIds: ['c1', 'c2'], relevance: 1 }])!
  const measures = measureRanking(target.nameRanked(passages('c2', 'c1')), target.judgements)
  assert.equal(measures.firstHit, 1)
  assert.equal(measures.recall10, 1)
  assert.equal(measures.ndcg10, 1)
})

test('a document and a quote of another one can be expected together', () => {
  const target = targetOf([
    { documentId: 'a', passageIds: null, relevance: 1 },
    { documentId: 'c', passageIds: ['c1'], relevance: 1 },
  ])!
  const measures = measureRanking(target.nameRanked(passages('a1', 'c1')), target.judgements)
  assert.equal(measures.ndcg10, 1)
})

test('nothing can be measured where no expected quote stands anywhere any more', () => {
  assert.equal(targetOf([{ documentId: 'c', passageIds: [], relevance: 1 }]), undefined)
  assert.equal(targetOf([]), undefined)
})
