import { event, type Protocol, textOf } from './protocol.ts'
import type { ScriptedUsage } from './scenario.ts'

const finishes = { stop: 'STOP', length: 'MAX_TOKENS', filtered: 'SAFETY' } as const

interface Part {
  text?: string
  functionResponse?: { response?: { content?: unknown; output?: unknown; result?: unknown } }
}

const methods: Readonly<Record<string, { kind: 'chat' | 'embeddings'; isStream?: boolean }>> = {
  generateContent: { kind: 'chat', isStream: false },
  streamGenerateContent: { kind: 'chat', isStream: true },
  embedContent: { kind: 'embeddings' },
  batchEmbedContents: { kind: 'embeddings' },
}

const usageBody = (usage: Required<ScriptedUsage>) => ({
  promptTokenCount: usage.input,
  cachedContentTokenCount: usage.cachedInput,
  // What was thought is told beside what was said here, not as a part of it.
  candidatesTokenCount: usage.output - usage.reasoning,
  thoughtsTokenCount: usage.reasoning,
  totalTokenCount: usage.input + usage.output,
})

function textOfPart({ text, functionResponse }: Part): string {
  if (text !== undefined) return text
  const response = functionResponse?.response
  return response === undefined ? '' : textOf(response.content ?? response.output ?? response.result)
}

/** Content generation, embeddings and models as Google has them for Gemini. */
export const googleProtocol: Protocol = {
  name: 'google',
  route: (method, path) => {
    const [, model, verb = ''] = /^\/google\/v1beta\/models\/([^/:]+):(\w+)$/.exec(path) ?? []
    const of = method === 'POST' ? methods[verb] : undefined
    if (of && model) return { ...of, model: decodeURIComponent(model) }
    return method === 'GET' && path === '/google/v1beta/models' ? { kind: 'models' } : undefined
  },
  keyOf: (headers) => headers['x-goog-api-key'] as string | undefined,
  readChat: (body, { model = '', isStream = false }) => {
    const contents = (body.contents ?? []) as { role?: string; parts: Part[] }[]
    const declared = ((body.tools ?? []) as { functionDeclarations?: { name: string }[] }[]).flatMap(
      (tool) => tool.functionDeclarations ?? [],
    )
    const mode = (body.toolConfig as { functionCallingConfig?: { mode?: string } } | undefined)?.functionCallingConfig?.mode
    return {
      protocol: 'google',
      model,
      system: ((body.systemInstruction as { parts?: Part[] } | undefined)?.parts ?? []).map(textOfPart).join(''),
      messages: contents.map(({ role, parts }) => ({
        role: parts.some(({ functionResponse }) => functionResponse) ? 'tool' : role === 'model' ? 'assistant' : 'user',
        text: parts.map(textOfPart).join(''),
      })),
      tools: mode === 'NONE' ? [] : declared.map(({ name }) => name),
      isStream,
      body,
    }
  },
  stream: (scenario, usage, { model }) => {
    const chunk = (parts: object[], more: object = {}) =>
      event({ candidates: [{ content: { parts, role: 'model' }, index: 0, ...more }], modelVersion: model, responseId: 'r1' })
    const tools = (scenario.tools ?? []).map(({ name, input }) => chunk([{ functionCall: { name, args: input } }]))
    return {
      begin: [],
      pieces: (scenario.pieces ?? []).map((text) => chunk([{ text }])),
      // A call comes whole here; one that is cut off is an event that is cut off.
      tools: scenario.fault === 'truncated-tool' ? tools.map((text) => `${text.slice(0, -12)}\n\n`) : tools,
      end: [
        event({
          candidates: [
            { content: { parts: [{ text: '' }], role: 'model' }, finishReason: finishes[scenario.finish ?? 'stop'], index: 0 },
          ],
          usageMetadata: usageBody(usage),
          modelVersion: model,
          responseId: 'r1',
        }),
      ],
    }
  },
  reply: (scenario, usage, { model }) => ({
    candidates: [
      {
        content: {
          role: 'model',
          parts: [
            { text: (scenario.pieces ?? []).join('') },
            ...(scenario.tools ?? []).map(({ name, input }) => ({ functionCall: { name, args: input } })),
          ],
        },
        finishReason: finishes[scenario.finish ?? 'stop'],
        index: 0,
      },
    ],
    usageMetadata: usageBody(usage),
    modelVersion: model,
    responseId: 'r1',
  }),
  readEmbeddings: (body, { model = '' }) => {
    const requests = (body.requests ?? [body]) as { content: { parts: Part[] } }[]
    return { model, texts: requests.map(({ content }) => content.parts.map(textOfPart).join('')) }
  },
  embeddings: (_asked, vectors) => {
    const embeddings = vectors.map((values) => ({ values }))
    return embeddings.length === 1 ? { embedding: embeddings[0], embeddings } : { embeddings }
  },
  models: (ids) => ({
    models: ids.map((id) => ({
      name: `models/${id}`,
      displayName: `Scripted ${id}`,
      inputTokenLimit: 32_768,
      outputTokenLimit: 8_192,
      supportedGenerationMethods: id.startsWith('embed') ? ['embedContent'] : ['generateContent', 'countTokens'],
    })),
  }),
  error: (status, code, message) => ({
    error: {
      code: status,
      message,
      status: code.toUpperCase(),
      details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: code }],
    },
  }),
  errorEvent: event({ error: { code: 500, message: 'Internal error', status: 'INTERNAL' } }),
}
