import { randomUUID } from 'node:crypto'
import { randomNumbers } from './corpus.ts'
import type { IrCollection } from './ir-collections.ts'
import type { MadePassage } from './stored-passages.ts'

const passagesPerDocument = 20

/**
 * Passages of about a thousand characters: real sentences in a new order, a few invented words from a vocabulary that grows with
 * the corpus (Heaps' law), and one word that hardly any other passage has. The same seed gives the same text.
 */
export function* makePassages(collections: readonly IrCollection[], count: number, seed: number): Generator<MadePassage> {
  const sentences = collections.flatMap(({ documents }) => documents.flatMap(({ text }) => text.match(/[^.!?]+[.!?]+/g) ?? []))
  const random = randomNumbers(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  let documentId = ''
  for (let i = 0; i < count; i++) {
    if (i % passagesPerDocument === 0) documentId = randomUUID()
    let text = `Reference ${below(1e9).toString(36)}${below(1000)}.`
    while (text.length < 1000) {
      text += ` ${sentences[below(sentences.length)]!.trim()}`
      // Rank r of the vocabulary so far, so that early words stay frequent and late ones rare.
      if (random() < 0.3) text += ` ${inventedWord(Math.floor((i + 1) ** random()))}`
    }
    yield {
      id: randomUUID(),
      documentId,
      title: `Document ${Math.floor(i / passagesPerDocument)}`,
      headingPath: ['Chapter', `Part ${below(20)}`],
      language: 'en',
      text,
    }
  }
}

const syllables = ['ba', 'ke', 'lo', 'mi', 'nu', 'ra', 'se', 'ti', 'vo', 'zu', 'dar', 'fel', 'gon', 'hip', 'jum', 'kra']

/** A word for a number, the same each time. */
function inventedWord(number: number): string {
  let rest = number + 17
  let word = ''
  do {
    word += syllables[rest % syllables.length]!
    rest = Math.floor(rest / syllables.length)
  } while (rest > 0)
  return word
}
