export type RemoteKind = 'openai' | 'openai-compatible' | 'anthropic' | 'google'
export type ProviderKind = RemoteKind | 'onnx'

/** A service that runs models, and how it is reached. */
export interface ProviderSpec {
  /** Names the endpoint among all of the process: its circuits and its retries are its own. */
  readonly endpointId: string
  /** The first part of a model's id. */
  readonly name: string
  readonly kind: RemoteKind
  /** Undefined: the address of that provider. */
  readonly baseUrl: string | undefined
  readonly apiKey: string | undefined
  /** A member of a workspace chose the address: it must be public, or be allowed by the operator. */
  readonly isGuarded: boolean
}

/** A directory on this machine that holds one embedding model. */
export interface LocalModelSpec {
  readonly name: string
  readonly directory: string
}

/** How long a call may take, in ms. */
export interface CallLimits {
  readonly connectMs: number
  readonly firstTokenMs: number
  /** Between two pieces of an answer. */
  readonly idleMs: number
  /** From the first request to the end, retries and tools included. */
  readonly totalMs: number
}

/** `<provider>/<model>`; the name of a model may have slashes of its own. */
export function splitReference(reference: string): { provider: string; model: string } | undefined {
  const slash = reference.indexOf('/')
  if (slash < 1 || slash === reference.length - 1) return undefined
  return { provider: reference.slice(0, slash), model: reference.slice(slash + 1) }
}
