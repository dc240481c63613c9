import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type { ModelCall } from '../src/platform/llm/call-log.ts'
import { LocalEmbeddingModel, type Transformers } from '../src/platform/llm/local/local-embedding-model.ts'
import { makeTemporaryDirectory } from './temporary-directory.ts'
import { tinyModel, tinyTokenizer } from './tiny-model.ts'

// The package is not among the dependencies (it brings half a gigabyte); TRANSFORMERS_FROM names a folder where it is installed.
const from = process.env.TRANSFORMERS_FROM
if (from === undefined) console.log('NOT RUN: TRANSFORMERS_FROM names no folder with @huggingface/transformers.')

async function load(): Promise<Transformers> {
  const found = createRequire(join(from!, 'x.js')).resolve('@huggingface/transformers')
  return (await import(pathToFileURL(found).href)) as Transformers
}

function aDirectory(): string {
  const directory = join(makeTemporaryDirectory('model'), 'tiny-embedder')
  mkdirSync(join(directory, 'onnx'), { recursive: true })
  const config = { model_type: 'bert', hidden_size: 4, vocab_size: 8, num_attention_heads: 1, num_hidden_layers: 1 }
  writeFileSync(join(directory, 'config.json'), JSON.stringify(config))
  writeFileSync(join(directory, 'tokenizer.json'), JSON.stringify(tinyTokenizer))
  const special = { pad_token: '[PAD]', unk_token: '[UNK]', cls_token: '[CLS]', sep_token: '[SEP]' }
  const tokenizer = { tokenizer_class: 'BertTokenizer', model_max_length: 64, ...special }
  writeFileSync(join(directory, 'tokenizer_config.json'), JSON.stringify(tokenizer))
  writeFileSync(join(directory, 'onnx/model.onnx'), tinyModel())
  return directory
}

const options = { signal: AbortSignal.timeout(60_000), purpose: 'passage' } as const

function open(directory: string, loader: () => Promise<Transformers>) {
  const calls: ModelCall[] = []
  const afterCall = async (call: ModelCall) => void calls.push(call)
  const model = new LocalEmbeddingModel({ name: 'local', directory }, loader).open({
    hooks: [{ afterCall }],
    now: () => new Date(),
  })
  return { model, calls }
}

const testPackage = (name: string, run: () => Promise<void>) => (from === undefined ? undefined : void test(name, run))

testPackage('a model in a directory makes vectors of the texts, in batches, and fetches nothing', async () => {
  const { model, calls } = open(aDirectory(), load)
  assert.equal(model.id, 'local/tiny-embedder')
  const texts = ['leave', 'days', 'leave days', ...Array.from({ length: 37 }, () => 'leave')]
  const realFetch = globalThis.fetch
  globalThis.fetch = () => Promise.reject(new Error('nothing may be fetched'))
  try {
    const { vectors } = await model.embed(texts, options)
    assert.equal(vectors.length, 40)
    assert.ok(vectors.every((vector) => vector.length === 4 && Math.abs(Math.hypot(...vector) - 1) < 1e-5))
    const [leave, days, both] = vectors as [Float32Array, Float32Array, Float32Array]
    const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
    assert.ok(dot(leave, days) < 0.2, 'words that differ lie apart')
    assert.ok(dot(leave, both) > 0.5 && dot(days, both) > 0.5, 'their mean lies between')
    assert.ok(dot(leave, vectors[39]!) > 0.9999, 'the same text is the same vector, whatever stands beside it')
  } finally {
    globalThis.fetch = realFetch
  }
  assert.deepEqual(
    calls.map(({ kind, outcome, isEstimated }) => [kind, outcome, isEstimated]),
    [['embedding', 'finished', true]],
  )
})

test('a directory that lacks something, or a package that is missing, is told in a sentence', async () => {
  const absent = () => Promise.reject(new Error('Cannot find package'))
  const empty = open(makeTemporaryDirectory('empty'), absent)
  await assert.rejects(empty.model.embed(['x'], options), /has no config\.json/)
  const { model, calls } = open(aDirectory(), absent)
  await assert.rejects(model.embed(['x'], options), {
    code: 'model/refused',
    message: /need the package @huggingface\/transformers/,
  })
  assert.deepEqual(
    calls.map(({ outcome }) => outcome),
    ['failed'],
  )
})
