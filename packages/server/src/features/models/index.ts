export { findChatModel, findEmbeddingModel } from './find-models.ts'
export { getModelChoice, type ModelChoice } from './get-choice.ts'
