import { BrainError } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { EmbeddingModel } from '#platform/llm'

export type GenerationState = 'building' | 'ready' | 'active' | 'retired' | 'failed'
export type IndexKind = 'hnsw' | 'hnsw_bit'

/** All vectors that one model made of a workspace. */
export type Generation = {
  readonly id: string
  readonly model: string
  /** null until the first vectors came */
  readonly dimensions: number | null
  readonly state: GenerationState
  readonly indexKind: IndexKind | null
  readonly embedded: number
  readonly passages: number
  /** Every passage that may be searched has its vector, up to this ordinal. */
  readonly completeTo: number
  readonly failureCode: string | null
  readonly failureMessage: string | null
  readonly failures: number
  readonly retryAt: Date | null
  readonly createdAt: Date
  readonly activatedAt: Date | null
}

/** The model that a workspace calls by this reference; undefined when it has none of that name. */
export type FindEmbeddingModel = (
  ctx: WorkspaceContext,
  reference: string,
  about: { readonly purpose: string },
) => Promise<EmbeddingModel | undefined>

/** States in which documents that come or change get their vectors. */
export const livingStates = ['building', 'ready', 'active'] as const satisfies GenerationState[]

export function isLiving({ state }: Pick<Generation, 'state'>): boolean {
  return state === 'building' || state === 'ready' || state === 'active'
}

// Looking up whether a vector may be read takes longer than comparing its numbers. An index takes 3 to 5 ms, but finds a little less.
const mostMicroseconds = 20_000
const [microsecondsForEach, microsecondsForNumber] = [2.5, 1 / 1_600]
const longestHalfVectors = 1024

/** What finds the nearest of so many vectors; undefined where comparing each is quick enough, or all there is. */
export function chooseIndex(engine: 'embedded' | 'native', vectors: number, dimensions: number): IndexKind | undefined {
  // Building an index stops the embedded database for as long as it takes, which is many seconds.
  if (engine === 'embedded' || vectors * (microsecondsForEach + dimensions * microsecondsForNumber) <= mostMicroseconds)
    return undefined
  return dimensions < longestHalfVectors ? 'hnsw' : 'hnsw_bit'
}

/** The longest wait is short enough that a provider which is back is noticed before people complain. */
export function retryDelayMs(failures: number): number {
  return Math.min(10 * 60_000, 5_000 * 2 ** Math.min(failures, 16))
}

/** What the model reads of a passage: without its title and headings many passages do not say what they are about. */
export function embeddedText(passage: {
  readonly title: string
  readonly headingPath: readonly string[]
  readonly text: string
}): string {
  const headings = passage.headingPath.filter((heading) => heading !== passage.title)
  return [[passage.title, ...headings].join(' › '), passage.text].join('\n\n')
}

/** @throws BrainError model/refused when the vectors are not what a generation of this length can hold */
export function assertVectorsFit(vectors: readonly Float32Array[], count: number, dimensions: number | null): void {
  const expected = dimensions ?? vectors[0]?.length ?? 0
  if (vectors.length !== count || expected === 0)
    throw new BrainError('model/refused', `The model was given ${count} texts and answered with ${vectors.length} vectors.`)
  const other = vectors.find(({ length }) => length !== expected)
  if (other)
    throw new BrainError(
      'model/refused',
      `The model answers with vectors of ${other.length} numbers now, and of ${expected} before: vectors of different models do not compare. Build them anew.`,
      { expected, found: other.length },
    )
  if (vectors.some((vector) => vector.some((number) => !Number.isFinite(number))))
    throw new BrainError('model/refused', 'The model answered with vectors that hold something else than numbers.')
}
