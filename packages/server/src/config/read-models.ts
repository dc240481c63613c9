import type { SettingValues as Values } from './settings.ts'

/** A provider of the whole installation, as the operator set it up. */
export interface InstanceProvider {
  readonly name: 'openai' | 'anthropic' | 'google'
  readonly kind: 'openai' | 'openai-compatible' | 'anthropic' | 'google'
  readonly baseUrl: string | undefined
  readonly apiKey: string | undefined
}

export interface ModelsConfig {
  readonly providers: readonly InstanceProvider[]
  /** As `<provider>/<model>`, the first one first; for workspaces that have chosen none. */
  readonly chatModels: readonly string[]
  readonly embeddingModel: string | undefined
  /** The directory of an embedding model that runs in this process, under the provider `local`. */
  readonly localModel: { readonly name: 'local'; readonly directory: string } | undefined
  /** Private model servers that workspaces may name. */
  readonly privateHosts: readonly string[]
  readonly limits: {
    readonly connectMs: number
    readonly firstTokenMs: number
    readonly idleMs: number
    readonly totalMs: number
  }
}

export function readModels(v: Values): ModelsConfig {
  return {
    providers: listProviders(v),
    chatModels: listOf(v.BRAIN_CHAT_MODEL),
    embeddingModel: v.BRAIN_EMBEDDING_MODEL,
    localModel: v.BRAIN_LOCAL_EMBEDDING_MODEL ? { name: 'local', directory: v.BRAIN_LOCAL_EMBEDDING_MODEL } : undefined,
    privateHosts: listOf(v.BRAIN_PRIVATE_MODEL_HOSTS),
    limits: {
      connectMs: v.BRAIN_MODEL_CONNECT_TIMEOUT_S * 1000,
      firstTokenMs: v.BRAIN_MODEL_FIRST_TOKEN_TIMEOUT_S * 1000,
      idleMs: v.BRAIN_MODEL_IDLE_TIMEOUT_S * 1000,
      totalMs: v.BRAIN_MODEL_TIMEOUT_S * 1000,
    },
  }
}

// A server on one's own machine often wants no key, so its address alone makes it a provider.
function listProviders(v: Values): InstanceProvider[] {
  const providers: InstanceProvider[] = []
  if (v.OPENAI_API_KEY || v.OPENAI_BASE_URL) {
    const kind = v.OPENAI_BASE_URL && new URL(v.OPENAI_BASE_URL).hostname !== 'api.openai.com' ? 'openai-compatible' : 'openai'
    providers.push({ name: 'openai', kind, baseUrl: v.OPENAI_BASE_URL, apiKey: v.OPENAI_API_KEY })
  }
  if (v.ANTHROPIC_API_KEY)
    providers.push({ name: 'anthropic', kind: 'anthropic', baseUrl: v.ANTHROPIC_BASE_URL, apiKey: v.ANTHROPIC_API_KEY })
  if (v.GOOGLE_API_KEY) providers.push({ name: 'google', kind: 'google', baseUrl: v.GOOGLE_BASE_URL, apiKey: v.GOOGLE_API_KEY })
  return providers
}

/** Defaults that name a provider there is not. */
export function modelContradictions(v: Values): string[] {
  const names = listProviders(v).map(({ name }) => name as string)
  const embedding = v.BRAIN_LOCAL_EMBEDDING_MODEL ? [...names, 'local'] : names
  const missing = (setting: string, references: readonly string[], among: readonly string[]) =>
    references
      .filter((one) => !among.includes(one.slice(0, one.indexOf('/'))))
      .map((one) => `${setting} names ${one}, but no provider of that name is set up; there is ${among.join(', ') || 'none'}.`)
  return [
    ...missing('BRAIN_CHAT_MODEL', listOf(v.BRAIN_CHAT_MODEL), names),
    ...missing('BRAIN_EMBEDDING_MODEL', v.BRAIN_EMBEDDING_MODEL ? [v.BRAIN_EMBEDDING_MODEL] : [], embedding),
  ]
}

const listOf = (text: string | undefined): string[] => text?.split(',').map((part) => part.trim()) ?? []
