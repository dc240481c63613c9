import type { Metrics } from '#platform/metrics'
import { OutboundClient } from '#platform/outbound'
import type { CallHooks, ModelCall } from './call-log.ts'
import { Endpoint } from './endpoint.ts'
import { listModels } from './list-models.ts'
import { LocalEmbeddingModel } from './local/local-embedding-model.ts'
import { openChatModel } from './open-chat-model.ts'
import { openEmbeddingModel } from './open-embedding-model.ts'
import type { ChatModel, EmbeddingModel } from './ports.ts'
import type { CallLimits, LocalModelSpec, ProviderKind, ProviderSpec, RemoteKind } from './provider-spec.ts'
import { adapters, type Fetch, type ListedModel } from './providers/index.ts'
import { requireEventStream } from './require-event-stream.ts'

const maxEndpoints = 2_000
const maxReplyBytes = 64_000_000
const listMaxAgeMs = 300_000
const longPatienceMs = 15_000
const shortPatienceMs = 1_500

interface LlmOptions {
  readonly limits: CallLimits
  /** An embedding model that runs in this process. */
  readonly localModel?: LocalModelSpec | undefined
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
  readonly #local: LocalEmbeddingModel | undefined
  readonly #endpoints = new Map<string, { kind: RemoteKind; endpoint: Endpoint }>()
  readonly #lists = new Map<string, { at: number; models: readonly ListedModel[] }>()

  constructor(options: LlmOptions) {
    this.#options = options
    this.#client = new OutboundClient({ allowedHosts: options.privateHosts })
    this.#local = options.localModel && new LocalEmbeddingModel(options.localModel)
  }

  openChatModel(spec: ProviderSpec, model: string, { hooks, hasFallback = false }: OpenOptions = {}): ChatModel {
    const { limits, now } = this.#options
    return openChatModel({
      id: `${spec.name}/${model}`,
      model: adapters[spec.kind].chat(spec, model, requireEventStream(this.#fetchFor(spec, { isPaced: true }))),
      endpoint: this.#endpointOf(spec),
      limits,
      contextTokens: this.#lists.get(spec.endpointId)?.models.find(({ id }) => id === model)?.contextTokens,
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

  /** The embedding model that runs in this process, if it has this id. */
  openLocalModel(id: string, { hooks }: OpenOptions = {}): EmbeddingModel | undefined {
    if (this.#local?.id !== id) return undefined
    return this.#local.open({ hooks: [this.#measured('onnx'), ...(hooks ? [hooks] : [])], now: this.#options.now })
  }

  /** The id of that model, where there is one. */
  get localModelId(): string | undefined {
    return this.#local?.id
  }

  /**
   * The models that a provider says it has, as it said at most five minutes ago.
   * @throws BrainError model/unavailable · model/refused
   */
  async listModels(
    spec: ProviderSpec,
    { signal, isFresh = false }: { signal: AbortSignal; isFresh?: boolean },
  ): Promise<readonly ListedModel[]> {
    const { limits, now } = this.#options
    const known = this.#lists.get(spec.endpointId)
    if (known && !isFresh && performance.now() - known.at < listMaxAgeMs) return known.models
    const timeoutMs = Math.min(limits.firstTokenMs, 15_000)
    const models = await listModels({ spec, fetch: this.#fetchFor(spec), timeoutMs, signal, now })
    if (this.#lists.size >= maxEndpoints) this.#lists.delete(this.#lists.keys().next().value!)
    this.#lists.set(spec.endpointId, { at: performance.now(), models })
    return models
  }

  [Symbol.dispose](): void {
    this.#client[Symbol.dispose]()
  }

  #fetchFor({ isGuarded }: ProviderSpec, { isPaced } = { isPaced: false }): Fetch {
    const options = { connectMs: this.#options.limits.connectMs, maxReplyBytes, isGuarded, isPaced }
    return (target, init) => this.#client.fetch(target, init, options)
  }

  #endpointOf({ endpointId, kind }: ProviderSpec): Endpoint {
    const found = this.#endpoints.get(endpointId)
    if (found) return found.endpoint
    if (this.#endpoints.size >= maxEndpoints) this.#endpoints.delete(this.#endpoints.keys().next().value!)
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

  #measured(kind: ProviderKind): CallHooks {
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
