export type { CallHooks, ModelCall } from './call-log.ts'
export { chainChatModels } from './chain-chat-models.ts'
export { Llm } from './llm.ts'
export type {
  ChatEvent,
  ChatMessage,
  ChatModel,
  ChatRequest,
  ChatTool,
  EmbeddingModel,
} from './ports.ts'
export { type ProviderSpec, type RemoteKind, splitReference } from './provider-spec.ts'
