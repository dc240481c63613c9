import { argumentsOf, event, type Protocol, textOf } from './protocol.ts'
import type { ScriptedUsage } from './scenario.ts'

const finishes = { stop: 'stop', length: 'length', filtered: 'content_filter' } as const

interface Message {
  role: string
  content: unknown
}

const usageBody = (usage: Required<ScriptedUsage>) => ({
  prompt_tokens: usage.input,
  completion_tokens: usage.output,
  total_tokens: usage.input + usage.output,
  prompt_tokens_details: { cached_tokens: usage.cachedInput },
  completion_tokens_details: { reasoning_tokens: usage.reasoning },
})

/** Chat completions, embeddings and models as OpenAI, vLLM, Ollama and many others have them. */
export const openaiProtocol: Protocol = {
  name: 'openai',
  route: (method, path) => {
    if (method === 'POST' && path === '/v1/chat/completions') return { kind: 'chat' }
    if (method === 'POST' && path === '/v1/embeddings') return { kind: 'embeddings' }
    return method === 'GET' && path === '/v1/models' ? { kind: 'models' } : undefined
  },
  keyOf: ({ authorization }) => /^Bearer (.+)$/.exec(String(authorization))?.[1],
  readChat: (body) => {
    const messages = (body.messages ?? []) as Message[]
    const tools = (body.tools ?? []) as { function: { name: string } }[]
    return {
      protocol: 'openai',
      model: String(body.model),
      system: messages
        .filter(({ role }) => role === 'system' || role === 'developer')
        .map(({ content }) => textOf(content))
        .join('\n'),
      messages: messages
        .filter(({ role }) => role === 'user' || role === 'assistant' || role === 'tool')
        .map(({ role, content }) => ({ role: role as 'user', text: textOf(content) })),
      tools: body.tool_choice === 'none' ? [] : tools.map((tool) => tool.function.name),
      isStream: body.stream === true,
      body,
    }
  },
  stream: (scenario, usage, { model, body }) => {
    const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_767_225_600, model }
    const chunk = (delta: object, finish: string | null = null) =>
      event({ ...head, choices: [{ index: 0, delta, finish_reason: finish }] })
    const tools = (scenario.tools ?? []).flatMap(({ name, input }, index) => {
      const written = argumentsOf(input, scenario.fault === 'truncated-tool')
      const half = Math.ceil(written.length / 2)
      return [
        chunk({
          tool_calls: [{ index, id: `call_${index}`, type: 'function', function: { name, arguments: written.slice(0, half) } }],
        }),
        chunk({ tool_calls: [{ index, function: { arguments: written.slice(half) } }] }),
      ]
    })
    const wantsUsage = (body.stream_options as { include_usage?: boolean } | undefined)?.include_usage === true
    return {
      begin: [chunk({ role: 'assistant', content: '' })],
      pieces: (scenario.pieces ?? []).map((content) => chunk({ content })),
      tools,
      end: [
        chunk({}, scenario.tools ? 'tool_calls' : finishes[scenario.finish ?? 'stop']),
        ...(wantsUsage ? [event({ ...head, choices: [], usage: usageBody(usage) })] : []),
        event('[DONE]'),
      ],
    }
  },
  reply: (scenario, usage, { model }) => ({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_767_225_600,
    model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: (scenario.pieces ?? []).join(''),
          ...(scenario.tools && {
            tool_calls: scenario.tools.map(({ name, input }, index) => ({
              id: `call_${index}`,
              type: 'function',
              function: { name, arguments: argumentsOf(input, false) },
            })),
          }),
        },
        finish_reason: scenario.tools ? 'tool_calls' : finishes[scenario.finish ?? 'stop'],
      },
    ],
    usage: usageBody(usage),
  }),
  readEmbeddings: (body) => ({
    model: String(body.model),
    texts: Array.isArray(body.input) ? (body.input as string[]) : [String(body.input)],
  }),
  embeddings: ({ model }, vectors, tokens) => ({
    object: 'list',
    data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  }),
  models: (ids) => ({
    object: 'list',
    data: ids.map((id) => ({ id, object: 'model', created: 1_767_225_600, owned_by: 'scripted', max_model_len: 32_768 })),
  }),
  error: (_status, code, message) => ({ error: { message, type: code, param: null, code } }),
  errorEvent: event({ error: { message: 'The server had an error.', type: 'server_error', param: null, code: null } }),
}
