import { z } from 'zod'
import { jobKind } from '#platform/jobs'

const OfGeneration = z.object({ generationId: z.uuid() })

/**
 * Enqueued with passages that may be searched from now on, or with the choice of a model, so that it runs once they are committed
 * and can be seen.
 */
export const notePassagesKind = jobKind({ queue: 'retrieval.note-passages', payload: z.object({}), maxAttempts: 20 })

/** Gives every passage without one its vector in a generation. Its key is the id of the generation, so no two do the same. */
export const embedPassagesKind = jobKind({ queue: 'retrieval.embed-passages', payload: OfGeneration })

/** Builds the index of a large generation. Its key is the id of the generation. */
export const indexVectorsKind = jobKind({ queue: 'retrieval.index-vectors', payload: OfGeneration, leaseMs: 120_000 })

/** Removes a retired generation. Its key is the id of the generation. */
export const removeGenerationKind = jobKind({ queue: 'retrieval.remove-generation', payload: OfGeneration, maxAttempts: 20 })
