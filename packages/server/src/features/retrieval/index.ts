export { beginCheck, checkIndex, checkIndexSlice, type IndexCheck, type IndexDisagreement } from './check-index.ts'
export { indexPassages } from './index-passages.ts'
export {
  forEachTerm,
  languageOf,
} from './lexical/analyzer.ts'
export { findSnippet, type Snippet } from './lexical/find-snippet.ts'
export { languageFor } from './lexical/languages.ts'
export { MemoryIndex } from './lexical/memory-index.ts'
export type { CandidatePassage, Retrieval, RetrievedPassage } from './lexical/rank-candidates.ts'
export { sampleGrams, scoreGrams } from './lexical/rerank-grams.ts'
export { smoothRarity } from './lexical/score-blocks.ts'
export { rebuildIndex } from './rebuild-index.ts'
export { type IndexedPassage, removePassages } from './remove-passages.ts'
export { type RetrievalRequest, retrievePassages } from './retrieve-passages.ts'
export { retrievalRoutes } from './routes.ts'
export type { FindEmbeddingModel } from './vectors/generation.ts'
export { vectorJobs } from './vectors/jobs.ts'
export { noteModelChoice, notePassages } from './vectors/note-passages.ts'
