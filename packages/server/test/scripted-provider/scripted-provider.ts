import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { anthropicProtocol } from './anthropic-protocol.ts'
import { httpFaultOf } from './faults.ts'
import { googleProtocol } from './google-protocol.ts'
import { openaiProtocol } from './openai-protocol.ts'
import type { Route } from './protocol.ts'
import { type AskedChat, dimensionsOf, embedWords, type ProtocolName, type Scenario, scenarioByName } from './scenario.ts'
import { sendChat, sendJson } from './send-reply.ts'

const protocols = [openaiProtocol, anthropicProtocol, googleProtocol]

type Script = Scenario | ((asked: AskedChat, earlierCalls: number) => Scenario)

/** One request that came in. */
export interface SeenRequest {
  readonly protocol: ProtocolName
  readonly kind: Route['kind']
  readonly model: string
  readonly key: string | undefined
  readonly body: Record<string, unknown>
  /** Undefined for what is no chat. */
  readonly chat: AskedChat | undefined
  /** The client went away before the reply was complete. */
  wasAborted: boolean
}

interface ScriptedProviderOptions {
  readonly port?: number
  /** What the list of models names. */
  readonly models?: readonly string[]
  /** Requests with another key are refused; without it every key is right. */
  readonly key?: string
}

const modelsByDefault = ['echo', 'words-100', 'slow-100', 'small', 'embed-32']

/**
 * A provider of language models on this machine that speaks the protocols of OpenAI, Anthropic and Google, streaming and not, and says
 * what it is told to say: by the name of the model (see `scenarioByName`), or by `script`.
 */
export class ScriptedProvider implements AsyncDisposable {
  readonly requests: SeenRequest[] = []
  readonly #options: ScriptedProviderOptions
  readonly #server = createServer((request, response) => void this.#answer(request, response))
  readonly #scripts = new Map<string, Script>()
  #isDead = false

  private constructor(options: ScriptedProviderOptions) {
    this.#options = options
  }

  static async start(options: ScriptedProviderOptions = {}): Promise<ScriptedProvider> {
    const provider = new ScriptedProvider(options)
    provider.#server.keepAliveTimeout = 60_000
    await new Promise<void>((resolve) => provider.#server.listen(options.port ?? 0, '127.0.0.1', resolve))
    return provider
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  get openaiUrl(): string {
    return `${this.origin}/v1`
  }

  get anthropicUrl(): string {
    return `${this.origin}/anthropic/v1`
  }

  get googleUrl(): string {
    return `${this.origin}/google/v1beta`
  }

  /** Settings that make it the provider of an installation, with `echo` and `embed-32` as its defaults. */
  get env(): Record<string, string> {
    return {
      OPENAI_BASE_URL: this.openaiUrl,
      OPENAI_API_KEY: this.#options.key ?? 'sk-scripted',
      BRAIN_CHAT_MODEL: 'openai/echo',
      BRAIN_EMBEDDING_MODEL: 'openai/embed-32',
    }
  }

  /** What a model says from now on. */
  script(model: string, script: Script): void {
    this.#scripts.set(model, script)
  }

  /** Breaks off every connection from now on, or answers again. */
  playDead(isDead: boolean): void {
    this.#isDead = isDead
    if (isDead) this.#server.closeAllConnections()
  }

  requestsOf(model: string): SeenRequest[] {
    return this.requests.filter((request) => request.model === model)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#isDead) return void request.socket.destroy()
    const { pathname } = new URL(request.url ?? '/', this.origin)
    const text = await readBody(request)
    const found = protocols
      .map((protocol) => ({ protocol, route: protocol.route(request.method ?? 'GET', pathname) }))
      .find(({ route }) => route)
    if (!found?.route) return sendJson(response, 404, { error: { message: 'Unknown address', code: 'not_found' } })
    const { protocol, route } = found
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
    const chat = route.kind === 'chat' ? protocol.readChat(body, route) : undefined
    const embeddings = route.kind === 'embeddings' ? protocol.readEmbeddings(body, route) : undefined
    const model = chat?.model ?? embeddings?.model ?? ''
    const key = protocol.keyOf(request.headers)
    const earlierCalls = this.requestsOf(model).length
    const seen: SeenRequest = { protocol: protocol.name, kind: route.kind, model, key, body, chat, wasAborted: false }
    this.requests.push(seen)
    response.once('close', () => {
      seen.wasAborted = !response.writableFinished
    })
    if (this.#options.key !== undefined && key !== this.#options.key)
      return sendJson(response, 401, protocol.error(401, 'invalid_api_key', `Incorrect API key provided: ${key}`))
    if (chat) {
      const script = this.#scripts.get(model) ?? scenarioByName
      return sendChat(response, protocol, chat, typeof script === 'function' ? script(chat, earlierCalls) : script)
    }
    if (!embeddings) return sendJson(response, 200, protocol.models(this.#options.models ?? modelsByDefault))
    const script = this.#scripts.get(model)
    const fault = typeof script === 'object' ? httpFaultOf(script.fault) : undefined
    if (fault) return sendJson(response, fault.status, protocol.error(fault.status, fault.code, 'No.'), fault.headers)
    const vectors = embeddings.texts.map((one) => embedWords(one, dimensionsOf(model)))
    const tokens = embeddings.texts.reduce((sum, one) => sum + Math.ceil(one.length / 4), 0)
    sendJson(response, 200, protocol.embeddings(embeddings, vectors, tokens))
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
