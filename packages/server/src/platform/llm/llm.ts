import type { Metrics } from '#platform/metrics'
import { OutboundClient } from '#platform/outbound'
import type { CallHooks, ModelCall } from './call-log.ts'
import { Endpoint } from './endpoint.ts'
import { listModels } from './list-models.ts'
import { openChatModel } from './open-chat-model.ts'
import { openEmbeddingModel } from './open-embedding-model.ts'
import type { ChatModel, EmbeddingModel } from './ports.ts'
import type { CallLimits, ProviderSpec, RemoteKind } from './provider-spec.ts'
import { adapters, type Fetch, type ListedModel } from './providers/index.ts'
import { requireEventStream } from './require-event-stream.ts'

const maxEndpoints = 2_000
const maxReplyBytes = 64_000_000
const longPatienceMs = 15_000
const shortPatienceMs = 1_500

interface LlmOptions {
  readonly limits: CallLimits
  /** Private servers that addresses given by workspaces may name. */
  readonly privateHosts: readonly string[]
  readonly metrics: Metrics
  readonly now: () => Date
}

interface OpenOptions {
  readonly hooks?: CallHooks
  /** Another model is asked when this one fails, so it is not waited for long. */
  readonly hasFallback?: boolean
}

/** The models of all providers, behind the ports. Keeps connections, circuits and retries of each provider while the process runs. */
export class Llm implements Disposable {
  readonly #options: LlmOptions
  readonly #client: OutboundClient
  readonly #endpoints = new Map<string, { kind: RemoteKind; endpoint: Endpoint }>()

  constructor(options: LlmOptions) {
    this.#options = options
    this.#client = new OutboundClient({ allowedHosts: options.privateHosts })
  }

  openChatModel(spec: ProviderSpec, model: string, { hooks, hasFallback = false }: OpenOptions = {}): ChatModel {
    const { limits, now } = this.#options
    return openChatModel({
      id: `${spec.name}/${model}`,
      model: adapters[spec.kind].chat(spec, model, requireEventStream(this.#fetchFor(spec))),
      endpoint: this.#endpointOf(spec),
      limits,
      contextTokens: undefined,
      hooks: [this.#measured(spec.kind), ...(hooks ? [hooks] : [])],
      patienceMs: hasFallback ? shortPatienceMs : longPatienceMs,
      now,
      onRetry: () => this.#options.metrics.modelRetries.inc({ kind: spec.kind }),
    })
  }

  /** Undefined where the kind of provider has no embedding models. */
  openEmbeddingModel(spec: ProviderSpec, model: string, { hooks }: OpenOptions = {}): EmbeddingModel | undefined {
    const { limits, now } = this.#options
    const adapter = adapters[spec.kind]
    const opened = adapter.embedding?.(spec, model, this.#fetchFor(spec))
    if (!opened) return undefined
    return openEmbeddingModel({
      id: `${spec.name}/${model}`,
      model: opened,
      textsPerCall: adapter.embeddingsPerCall,
      endpoint: this.#endpointOf(spec),
      limits,
      hooks: [this.#measured(spec.kind), ...(hooks ? [hooks] : [])],
      patienceMs: longPatienceMs,
      now,
      onRetry: () => this.#options.metrics.modelRetries.inc({ kind: spec.kind }),
    })
  }

  /** Asks a provider which models it has. @throws BrainError model/unavailable · model/refused */
  listModels(spec: ProviderSpec, signal: AbortSignal): Promise<ListedModel[]> {
    const { limits, now } = this.#options
    return listModels({ spec, fetch: this.#fetchFor(spec), timeoutMs: Math.min(limits.firstTokenMs, 15_000), signal, now })
  }

  /** Forgets what is remembered of a provider, as when it was changed: its circuits begin closed. */
  forget(endpointId: string): void {
    const found = this.#endpoints.get(endpointId)
    this.#endpoints.delete(endpointId)
    if (found) this.#showOpenCircuits(found.kind)
  }

  [Symbol.dispose](): void {
    this.#client[Symbol.dispose]()
  }

  #fetchFor({ isGuarded }: ProviderSpec): Fetch {
    const options = { connectMs: this.#options.limits.connectMs, maxReplyBytes, isGuarded }
    return (target, init) => this.#client.fetch(target, init, options)
  }

  #endpointOf({ endpointId, kind }: ProviderSpec): Endpoint {
    const found = this.#endpoints.get(endpointId)
    if (found) return found.endpoint
    if (this.#endpoints.size >= maxEndpoints) this.forget(this.#endpoints.keys().next().value!)
    const endpoint = new Endpoint(() => this.#showOpenCircuits(kind))
    this.#endpoints.set(endpointId, { kind, endpoint })
    return endpoint
  }

  #showOpenCircuits(kind: RemoteKind): void {
    const own = [...this.#endpoints.values()].filter((one) => one.kind === kind)
    this.#options.metrics.modelCircuitsOpen.set(
      { kind },
      own.reduce((sum, { endpoint }) => sum + endpoint.countOpen(), 0),
    )
  }

  #measured(kind: RemoteKind): CallHooks {
    return { afterCall: async (call) => measureCall(this.#options.metrics, kind, call) }
  }
}

function measureCall(metrics: Metrics, kind: string, call: ModelCall): void {
  const { usage } = call
  metrics.modelCalls.inc({ kind, use: call.kind, outcome: call.outcome })
  metrics.modelDuration.observe({ kind, use: call.kind }, call.durationMs / 1000)
  if (call.firstTokenMs !== undefined) metrics.modelFirstToken.observe({ kind }, call.firstTokenMs / 1000)
  metrics.modelTokens.inc({ kind, class: 'input' }, usage.inputTokens)
  metrics.modelTokens.inc({ kind, class: 'cached-input' }, usage.cachedInputTokens)
  metrics.modelTokens.inc({ kind, class: 'cache-write' }, usage.cacheWriteTokens)
  metrics.modelTokens.inc({ kind, class: 'output' }, usage.outputTokens)
  metrics.modelTokens.inc({ kind, class: 'reasoning' }, usage.reasoningTokens)
}
