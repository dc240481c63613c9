import type {
  LanguageModelV4CallOptions,
  LanguageModelV4FunctionTool,
  LanguageModelV4Message,
  LanguageModelV4Prompt,
} from '@ai-sdk/provider'
import { z } from 'zod'
import type { ChatRequest, ChatTool } from './ports.ts'
import type { AskedTool } from './stream-round.ts'

/** What a request says to the model, in the words of the library. */
export function toPrompt({ system, messages }: ChatRequest): LanguageModelV4Prompt {
  const said = messages.map(({ role, text }): LanguageModelV4Message => ({ role, content: [{ type: 'text', text }] }))
  return system === '' ? said : [{ role: 'system', content: system }, ...said]
}

export function toCallOptions(
  request: ChatRequest,
  { prompt, mayUseTools }: { prompt: LanguageModelV4Prompt; mayUseTools: boolean },
): LanguageModelV4CallOptions {
  const { temperature, maxOutputTokens, tools = [] } = request
  return {
    prompt,
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    // Tools that were used stay declared: a conversation that speaks of unknown ones is refused by some.
    ...(tools.length === 0 ? {} : { tools: tools.map(toFunction), toolChoice: { type: mayUseTools ? 'auto' : 'none' } }),
  }
}

function toFunction({ name, description, input }: ChatTool): LanguageModelV4FunctionTool {
  const { $schema: _, ...schema } = z.toJSONSchema(input, { target: 'draft-7', io: 'input' })
  return { type: 'function', name, description, inputSchema: schema as LanguageModelV4FunctionTool['inputSchema'] }
}

export interface ToolOutcome {
  readonly asked: AskedTool
  readonly input: unknown
  readonly output: string
}

/** What is added to the conversation after a model said something and its tools ran. */
export function toolMessages(text: string, outcomes: readonly ToolOutcome[]): LanguageModelV4Message[] {
  const calls = outcomes.map(({ asked, input }) => ({
    type: 'tool-call' as const,
    toolCallId: asked.id,
    toolName: asked.tool,
    // What could not be read as an object is told back as an empty one.
    input: typeof input === 'object' && input !== null ? input : {},
    ...(asked.metadata ? { providerOptions: asked.metadata } : {}),
  }))
  return [
    { role: 'assistant', content: [...(text === '' ? [] : [{ type: 'text' as const, text }]), ...calls] },
    {
      role: 'tool',
      content: outcomes.map(({ asked, output }) => ({
        type: 'tool-result' as const,
        toolCallId: asked.id,
        toolName: asked.tool,
        output: { type: 'text' as const, value: output },
      })),
    },
  ]
}

/** All that a model reads, for an estimate of its size. */
export const textOfPrompt = (prompt: LanguageModelV4Prompt): string =>
  prompt.flatMap(({ content }) => (typeof content === 'string' ? [content] : content.map((part) => textOfPart(part)))).join(' ')

function textOfPart(part: object): string {
  if ('text' in part && typeof part.text === 'string') return part.text
  if ('input' in part) return JSON.stringify(part.input)
  if ('output' in part) return JSON.stringify(part.output)
  return ''
}
