import { createHash } from 'node:crypto'
import type { EmbeddingModel } from '#platform/llm'

/** Words that this model takes for the same, so that what no word has in common can be near. */
const meanings = [
  ['leave', 'vacation', 'holiday', 'urlaub', 'days'],
  ['travel', 'journey', 'train', 'trip', 'flights'],
  ['backup', 'restore', 'snapshot', 'copies'],
  ['canteen', 'lunch', 'meal', 'food'],
]

/** Numbers of a vector that say what a text means; in a longer one the others say a little about its letters. */
const meaningNumbers = 24

/** A model of a few meanings, which does what a test tells it to before each call. */
export class ScriptedEmbeddingModel implements EmbeddingModel {
  readonly id: string
  readonly #dimensions: number
  readonly calls: { readonly texts: readonly string[]; readonly purpose: string }[] = []
  /** What happens before an answer. */
  before: (signal: AbortSignal, purpose: 'passage' | 'question') => Promise<void> = async () => {}

  constructor(id: string, dimensions = 16) {
    this.id = id
    this.#dimensions = dimensions
  }

  async embed(texts: readonly string[], options: { signal: AbortSignal; purpose: 'passage' | 'question' }) {
    await this.before(options.signal, options.purpose)
    this.calls.push({ texts, purpose: options.purpose })
    const usage = { inputTokens: 1, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 0, reasoningTokens: 0 }
    return { vectors: texts.map((text) => this.#vectorOf(text)), usage }
  }

  #vectorOf(text: string): Float32Array {
    const vector = new Float32Array(this.#dimensions)
    vector[meanings.length] = 0.1 // every text means something
    for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
      const meaning = meanings.findIndex((words) => words.includes(word))
      if (meaning >= 0) vector[meaning]! += 1
    }
    // No two texts are all the same to a real model, and an index of nothing but equals loses some of them.
    if (this.#dimensions > meaningNumbers) {
      const signs = createHash('shake256', { outputLength: this.#dimensions }).update(text).digest()
      for (let i = meaningNumbers; i < vector.length; i++) vector[i] = (signs[i]! - 127.5) / 127.5 / 1000
    }
    const length = Math.hypot(...vector)
    return vector.map((number) => number / length)
  }
}
