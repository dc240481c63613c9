import type { RemoteKind } from '../provider-spec.ts'
import { anthropic } from './anthropic.ts'
import { google } from './google.ts'
import { openai } from './openai.ts'
import { openaiCompatible } from './openai-compatible.ts'
import type { ProviderAdapter } from './provider-adapter.ts'

/** Every kind of provider there is. */
export const adapters: Readonly<Record<RemoteKind, ProviderAdapter>> = {
  openai,
  'openai-compatible': openaiCompatible,
  anthropic,
  google,
}

export type { Fetch, ListedModel } from './provider-adapter.ts'
