import { forEachTerm, languageOf } from '../packages/server/src/features/retrieval/lexical/analyzer.ts'

// Latent semantics of a few thousand texts: words that stand near the same words get like vectors. It stands in for a real embedding
// model, which no bench here can have: its vectors have structure, but know nothing beyond the texts they were learnt from.

const windowSize = 8
const minCount = 2
const maxVocabulary = 20_000
const oversampling = 16
const powerRounds = 3

type Vector = Float32Array<ArrayBuffer>
type Text = { readonly title: string; readonly text: string }
type Sparse = { readonly starts: Int32Array; readonly columns: Int32Array; readonly values: Float32Array; readonly size: number }

/** A text in, a vector of unit length out; zeros where no word of it is known. */
export type Embedder = (text: string) => Vector

/**
 * Learns word vectors by factoring the positive pointwise mutual information of words in a window (Levy and Goldberg 2014) with a
 * randomised singular value decomposition (Halko, Martinsson and Tropp 2011). A text is the mean of its words, weighted by their
 * rarity (Arora, Liang and Ma 2017), without what all texts have in common.
 */
export function learnEmbedder(texts: readonly Text[], dimensions: number): Embedder {
  const sequences = texts.map(({ title, text }) => termsOf(`${title}\n${text}`))
  const counts = new Map<string, number>()
  for (const sequence of sequences) for (const term of sequence) counts.set(term, (counts.get(term) ?? 0) + 1)
  const vocabulary = [...counts].filter(([, count]) => count >= minCount).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const numbers = new Map(vocabulary.slice(0, maxVocabulary).map(([term], i) => [term, i]))
  const words = factorize(countNeighbours(sequences, numbers), Math.min(dimensions, numbers.size))
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const weights = Float32Array.from(numbers.keys(), (term) => 1e-3 / (1e-3 + counts.get(term)! / total))

  const add = (sequence: readonly string[]) => {
    const vector = new Float32Array(dimensions)
    for (const term of sequence) {
      const number = numbers.get(term)
      if (number === undefined) continue
      const word = words[number]!
      for (let i = 0; i < word.length; i++) vector[i]! += weights[number]! * word[i]!
    }
    return toUnit(vector)
  }
  const common = toUnit(
    sequences.map(add).reduce((sum, vector) => sum.map((value, i) => value + vector[i]!), new Float32Array(dimensions)),
  )
  return (text) => {
    const vector = add(termsOf(text))
    const shared = vector.reduce((sum, value, i) => sum + value * common[i]!, 0)
    return toUnit(vector.map((value, i) => value - shared * common[i]!))
  }
}

function termsOf(text: string): string[] {
  const terms: string[] = []
  forEachTerm(text, languageOf({ text, language: 'en' }), (term) => terms.push(term))
  return terms
}

function countNeighbours(sequences: readonly (readonly string[])[], numbers: ReadonlyMap<string, number>): Sparse {
  const size = numbers.size
  const rows = Array.from({ length: size }, () => new Map<number, number>())
  const sums = new Float64Array(size)
  let all = 0
  for (const sequence of sequences) {
    const known = sequence.map((term) => numbers.get(term)).filter((number) => number !== undefined)
    for (let i = 0; i < known.length; i++) {
      for (let j = Math.max(0, i - windowSize); j < i; j++) {
        const weight = 1 / (i - j)
        const [a, b] = [known[i]!, known[j]!]
        rows[a]!.set(b, (rows[a]!.get(b) ?? 0) + weight)
        rows[b]!.set(a, (rows[b]!.get(a) ?? 0) + weight)
        sums[a]! += weight
        sums[b]! += weight
        all += 2 * weight
      }
    }
  }
  const starts = new Int32Array(size + 1)
  const columns: number[] = []
  const values: number[] = []
  for (const [a, row] of rows.entries()) {
    for (const [b, count] of row) {
      const information = Math.log((count * all) / (sums[a]! * sums[b]!))
      if (information <= 0) continue
      columns.push(b)
      values.push(information)
    }
    starts[a + 1] = columns.length
  }
  return { starts, columns: Int32Array.from(columns), values: Float32Array.from(values), size }
}

/** The rows of U √S of a symmetric matrix: a subspace is found by powers of a random one, and turned to its axes. */
function factorize(matrix: Sparse, rank: number): Vector[] {
  const width = Math.min(matrix.size, rank + oversampling)
  let state = 42
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  }
  let basis = Array.from({ length: width }, () => Float32Array.from({ length: matrix.size }, random))
  for (let round = 0; round <= powerRounds; round++) basis = orthonormalize(basis.map((column) => multiply(matrix, column)))
  const images = basis.map((column) => multiply(matrix, column))
  const small = basis.map((row) => Float64Array.from(images, (image) => dot(row, image)))
  const { values, vectors } = diagonalize(small)
  const order = [...values.keys()].sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!)).slice(0, rank)
  return Array.from({ length: matrix.size }, (_, word) =>
    Float32Array.from(order, (k) => {
      let sum = 0
      for (let j = 0; j < width; j++) sum += basis[j]![word]! * vectors[j]![k]!
      return sum * Math.sqrt(Math.abs(values[k]!))
    }),
  )
}

function multiply({ starts, columns, values, size }: Sparse, vector: Vector): Vector {
  const result = new Float32Array(size)
  for (let row = 0; row < size; row++) {
    let sum = 0
    for (let at = starts[row]!; at < starts[row + 1]!; at++) sum += values[at]! * vector[columns[at]!]!
    result[row] = sum
  }
  return result
}

/** Modified Gram-Schmidt, twice, because once leaves single precision visibly oblique. */
function orthonormalize(vectors: Vector[]): Vector[] {
  for (let pass = 0; pass < 2; pass++) {
    for (const [i, vector] of vectors.entries()) {
      for (let j = 0; j < i; j++) {
        const other = vectors[j]!
        const shared = dot(vector, other)
        for (let k = 0; k < vector.length; k++) vector[k]! -= shared * other[k]!
      }
      vectors[i] = toUnit(vector)
    }
  }
  return vectors
}

/** Eigenvalues and -vectors of a small symmetric matrix by Jacobi rotations. */
function diagonalize(given: readonly Float64Array[]): { values: number[]; vectors: Float64Array[] } {
  const n = given.length
  const a = given.map((row, i) => Float64Array.from(row, (value, j) => (value + given[j]![i]!) / 2))
  const vectors = Array.from({ length: n }, (_, i) => Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)))
  for (let sweep = 0; sweep < 12; sweep++) {
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (Math.abs(a[p]![q]!) < 1e-9) continue
        const theta = (a[q]![q]! - a[p]![p]!) / (2 * a[p]![q]!)
        const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
        const c = 1 / Math.sqrt(t * t + 1)
        const s = t * c
        for (let k = 0; k < n; k++) rotate(a[k]!, p, q, c, s)
        for (let k = 0; k < n; k++) {
          const [x, y] = [a[p]![k]!, a[q]![k]!]
          a[p]![k] = c * x - s * y
          a[q]![k] = s * x + c * y
        }
        for (let k = 0; k < n; k++) rotate(vectors[k]!, p, q, c, s)
      }
    }
  }
  return { values: a.map((row, i) => row[i]!), vectors }
}

function rotate(row: Float64Array, p: number, q: number, c: number, s: number): void {
  const [x, y] = [row[p]!, row[q]!]
  row[p] = c * x - s * y
  row[q] = s * x + c * y
}

function dot(a: Vector, b: Vector): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

function toUnit(vector: Vector): Vector {
  const length = Math.sqrt(dot(vector, vector))
  return length === 0 ? vector : vector.map((value) => value / length)
}
