export { checkIndex, type IndexDisagreement } from './check-index.ts'
export { addEvaluationQuestion } from './evaluation/add-questions.ts'
export { indexPassages } from './index-passages.ts'
export { retrievalJobs } from './jobs.ts'
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
