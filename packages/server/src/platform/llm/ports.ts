import type { z } from 'zod'

/** What a call used, in tokens of the model. Classes that a provider does not tell apart are 0. */
export interface TokenUsage {
  /** all of the input, also what came from a cache of the provider */
  readonly inputTokens: number
  /** of these: read from a cache of the provider */
  readonly cachedInputTokens: number
  /** of these: written to a cache of the provider */
  readonly cacheWriteTokens: number
  /** all of the output, also what the model thought and did not say */
  readonly outputTokens: number
  /** of these: thought */
  readonly reasoningTokens: number
}

/** Turns texts into vectors. `purpose` matters to models that embed questions in another way than passages. */
export interface EmbeddingModel {
  /** `<provider>/<model>`: vectors of two models never compare, even at the same length. */
  readonly id: string
  /**
   * @param texts at most 256 at once; longer ones are cut by the provider
   * @returns one vector of unit length for each text, all of the same length
   * @throws BrainError model/unavailable · model/refused
   */
  embed(
    texts: readonly string[],
    options: { readonly signal: AbortSignal; readonly purpose: 'passage' | 'question' },
  ): Promise<{ readonly vectors: Float32Array[]; readonly usage: TokenUsage }>
}

export interface ChatMessage {
  readonly role: 'user' | 'assistant'
  readonly text: string
}

/** What a model may do while it answers. Runs with the rights of whoever asked. */
export interface ChatTool {
  readonly name: string
  readonly description: string
  readonly input: z.ZodType
  /** What the model reads as the outcome. A refusal is an outcome too: only bugs are thrown. */
  readonly run: (input: unknown, signal: AbortSignal) => Promise<string>
}

export interface ChatRequest {
  readonly system: string
  readonly messages: readonly ChatMessage[]
  readonly temperature?: number | undefined
  readonly maxOutputTokens?: number | undefined
  readonly tools?: readonly ChatTool[] | undefined
  /** How many times the model may be asked again after a tool has run; 0 unless told. */
  readonly maxToolRounds?: number | undefined
}

export type FinishReason = 'stop' | 'length' | 'filtered' | 'tool-rounds'

/** In the order they come: (text-delta | tool-call | tool-result)*, end. A fault is thrown, after what was said until then. */
export type ChatEvent =
  | { readonly name: 'text-delta'; readonly text: string }
  | { readonly name: 'tool-call'; readonly id: string; readonly tool: string; readonly input: unknown }
  | { readonly name: 'tool-result'; readonly id: string; readonly tool: string; readonly output: string }
  | { readonly name: 'end'; readonly finishReason: FinishReason; readonly usage: TokenUsage; readonly model: string }

export interface ChatModel {
  /** `<provider>/<model>`. */
  readonly id: string
  /** How many tokens of input and output the model takes together, as far as known. */
  readonly contextTokens: number | undefined
  /** @throws BrainError model/unavailable · model/refused; the caller keeps what was said before */
  stream(request: ChatRequest, options: { readonly signal: AbortSignal }): AsyncIterable<ChatEvent>
}
