import type { Config } from '#config'
import { Extractor } from './extract/extract-in-worker.ts'

/** The one that the jobs of a server use: as many workers as jobs, with the limits of the configuration. Closed by its owner. */
export function openExtractor({ documents, jobsParallel }: Config): Extractor {
  return new Extractor({
    concurrency: jobsParallel,
    maxOldGenerationSizeMb: documents.extractionMemoryMb,
    timeoutMs: documents.extractionTimeoutMs,
    maxBytes: documents.maxBytes,
  })
}
