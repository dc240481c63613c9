import type { EmbeddingModelV4, LanguageModelV4 } from '@ai-sdk/provider'
import type { ProviderSpec } from '../provider-spec.ts'

export type Fetch = typeof globalThis.fetch

export interface ListedModel {
  readonly id: string
  readonly name: string
  /** What it is for, where the provider says or its name does. */
  readonly use: 'chat' | 'embedding' | 'other'
  /** Undefined: the provider does not say. */
  readonly contextTokens: number | undefined
}

/** How one kind of provider is spoken to. */
export interface ProviderAdapter {
  readonly defaultBaseUrl: string
  readonly chat: (spec: ProviderSpec, model: string, fetch: Fetch) => LanguageModelV4
  /** Undefined: this kind has no embedding models. */
  readonly embedding: ((spec: ProviderSpec, model: string, fetch: Fetch) => EmbeddingModelV4) | undefined
  readonly embeddingsPerCall: number
  /** Where its models are listed, and how the reply is read. */
  readonly list: {
    readonly request: (spec: ProviderSpec) => { readonly url: string; readonly headers: Record<string, string> }
    readonly read: (reply: unknown) => ListedModel[]
  }
}

export const baseUrlOf = (spec: ProviderSpec, fallback: string): string => (spec.baseUrl ?? fallback).replace(/\/+$/, '')
