import { argumentsOf, event, type Protocol, textOf } from './protocol.ts'
import type { ScriptedUsage } from './scenario.ts'

const finishes = { stop: 'end_turn', length: 'max_tokens', filtered: 'refusal' } as const

interface Block {
  type: string
}

const named = (data: { type: string } & Record<string, unknown>): string => event(data, data.type)

// Input that came from the cache or went into it is told beside the rest here, not as a part of it.
const inputUsage = ({ input, cachedInput, cacheWrite }: Required<ScriptedUsage>) => ({
  input_tokens: input - cachedInput - cacheWrite,
  cache_read_input_tokens: cachedInput,
  cache_creation_input_tokens: cacheWrite,
})

/** Messages and models as Anthropic has them. */
export const anthropicProtocol: Protocol = {
  name: 'anthropic',
  route: (method, path) => {
    if (method === 'POST' && path === '/anthropic/v1/messages') return { kind: 'chat' }
    return method === 'GET' && path === '/anthropic/v1/models' ? { kind: 'models' } : undefined
  },
  keyOf: (headers) => headers['x-api-key'] as string | undefined,
  readChat: (body) => {
    const messages = (body.messages ?? []) as { role: 'user' | 'assistant'; content: unknown }[]
    const tools = (body.tools ?? []) as { name: string }[]
    const isResult = (content: unknown) =>
      Array.isArray(content) && (content as Block[]).some(({ type }) => type === 'tool_result')
    return {
      protocol: 'anthropic',
      model: String(body.model),
      system: textOf(body.system),
      messages: messages.map(({ role, content }) => ({ role: isResult(content) ? 'tool' : role, text: textOf(content) })),
      tools: (body.tool_choice as Block | undefined)?.type === 'none' ? [] : tools.map(({ name }) => name),
      isStream: body.stream === true,
      body,
    }
  },
  stream: (scenario, usage, { model }) => {
    const block = (index: number, content: Record<string, unknown>, deltas: object[]) => [
      named({ type: 'content_block_start', index, content_block: content }),
      ...deltas.map((delta) => named({ type: 'content_block_delta', index, delta })),
      named({ type: 'content_block_stop', index }),
    ]
    const pieces = (scenario.pieces ?? []).map((text) =>
      named({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
    )
    const tools = (scenario.tools ?? []).flatMap(({ name, input }, place) => {
      const written = argumentsOf(input, scenario.fault === 'truncated-tool')
      const half = Math.ceil(written.length / 2)
      return block(place + 1, { type: 'tool_use', id: `toolu_${place}`, name, input: {} }, [
        { type: 'input_json_delta', partial_json: written.slice(0, half) },
        { type: 'input_json_delta', partial_json: written.slice(half) },
      ])
    })
    const reason = scenario.tools ? 'tool_use' : finishes[scenario.finish ?? 'stop']
    const message = {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
    }
    return {
      begin: [
        named({ type: 'message_start', message: { ...message, usage: { ...inputUsage(usage), output_tokens: 1 } } }),
        named({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
        named({ type: 'ping' }),
      ],
      pieces,
      tools: [named({ type: 'content_block_stop', index: 0 }), ...tools],
      end: [
        named({
          type: 'message_delta',
          delta: { stop_reason: reason, stop_sequence: null },
          usage: { output_tokens: usage.output },
        }),
        named({ type: 'message_stop' }),
      ],
    }
  },
  reply: (scenario, usage, { model }) => ({
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content: [
      { type: 'text', text: (scenario.pieces ?? []).join('') },
      ...(scenario.tools ?? []).map(({ name, input }, place) => ({ type: 'tool_use', id: `toolu_${place}`, name, input })),
    ],
    stop_reason: scenario.tools ? 'tool_use' : finishes[scenario.finish ?? 'stop'],
    stop_sequence: null,
    usage: { ...inputUsage(usage), output_tokens: usage.output },
  }),
  readEmbeddings: () => ({ model: '', texts: [] }),
  embeddings: () => ({}),
  models: (ids) => ({
    data: ids.map((id) => ({ type: 'model', id, display_name: `Scripted ${id}`, created_at: '2026-01-01T00:00:00Z' })),
    has_more: false,
    first_id: ids[0],
    last_id: ids.at(-1),
  }),
  error: (_status, code, message) => ({ type: 'error', error: { type: code, message } }),
  errorEvent: named({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
}
