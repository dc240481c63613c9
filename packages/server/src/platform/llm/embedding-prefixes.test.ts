import assert from 'node:assert/strict'
import { test } from 'node:test'
import { embeddingPrefixes } from './embedding-prefixes.ts'

test('models that were trained with words in front are given them', () => {
  assert.equal(embeddingPrefixes('intfloat/multilingual-e5-small').passage, 'passage: ')
  assert.equal(embeddingPrefixes('e5-base-v2').question, 'query: ')
  assert.equal(embeddingPrefixes('nomic-embed-text:v1.5').question, 'search_query: ')
  assert.match(embeddingPrefixes('Qwen/Qwen3-Embedding-0.6B').question, /^Instruct: /)
  assert.equal(embeddingPrefixes('bge-small-en-v1.5').passage, '')
})

test('all others read the text as it is', () => {
  for (const model of ['text-embedding-3-small', 'bge-m3', 'all-MiniLM-L6-v2', 'gte-e500', 'snowflake-arctic-embed2'])
    assert.deepEqual(embeddingPrefixes(model), { passage: '', question: '' }, model)
})
