export type {
  ChatEvent,
  ChatMessage,
  ChatModel,
  ChatRequest,
  ChatTool,
  EmbeddingModel,
  FinishReason,
  TokenUsage,
} from './ports.ts'
