import type { FaultName } from './faults.ts'

export type ProtocolName = 'openai' | 'anthropic' | 'google'

/** What a client asked, whatever protocol it speaks. */
export interface AskedChat {
  readonly protocol: ProtocolName
  readonly model: string
  readonly system: string
  readonly messages: readonly { readonly role: 'user' | 'assistant' | 'tool'; readonly text: string }[]
  /** The names of the tools that may be called now. */
  readonly tools: readonly string[]
  readonly isStream: boolean
  readonly body: Record<string, unknown>
}

export interface ScriptedUsage {
  readonly input: number
  readonly cachedInput?: number
  readonly cacheWrite?: number
  readonly output: number
  readonly reasoning?: number
}

/** What the provider says to a chat. */
export interface Scenario {
  /** The pieces in which the text comes. */
  readonly pieces?: readonly string[]
  readonly tools?: readonly { readonly name: string; readonly input: object }[]
  readonly finish?: 'stop' | 'length' | 'filtered'
  readonly usage?: ScriptedUsage
  readonly firstDelayMs?: number
  readonly pieceDelayMs?: number
  readonly fault?: FaultName
}

/** Splits a text into the pieces of about a token each in which models speak. */
export const piecesOf = (text: string): string[] => text.match(/\s*\S{1,8}/g) ?? []

export const lastMessage = (asked: AskedChat): string => asked.messages.at(-1)?.text ?? ''

/** Said before a fault that comes in the middle; has letters of several bytes. */
export const saidBeforeFault = ['Thirty ', 'days of ', 'leave, für ', 'everyone – ']

/**
 * What a model does by its name alone: `echo` repeats what it was told, `words-100` says a hundred words, `slow-100` the same with
 * pauses, `tool-search` calls the tool `search` and then tells what came back, `fault-<name>` fails each time, `flaky-<name>` the
 * first time only. Any other model says a sentence.
 */
export function scenarioByName(asked: AskedChat, earlierCalls: number): Scenario {
  const [kind, ...rest] = asked.model.split('-')
  const of = rest.join('-')
  if (kind === 'echo') return { pieces: piecesOf(lastMessage(asked)) }
  if (kind === 'words' || kind === 'slow') {
    const pieces = Array.from({ length: Number(of) || 20 }, (_, i) => `word${i} `)
    return { pieces, ...(kind === 'slow' ? { pieceDelayMs: 20 } : {}) }
  }
  if (kind === 'tool') {
    const results = asked.messages.filter(({ role }) => role === 'tool')
    if (results.length > 0 || !asked.tools.includes(of))
      return { pieces: piecesOf(`The tool said: ${results.at(-1)?.text ?? 'nothing'}`) }
    return { tools: [{ name: of, input: { query: lastMessage(asked) } }] }
  }
  const fault = of as FaultName
  if (kind === 'fault' || (kind === 'flaky' && earlierCalls === 0))
    return { pieces: [...saidBeforeFault, 'no exceptions.'], fault }
  return { pieces: piecesOf('Thirty days of leave for everyone.') }
}

/** A vector made of the words of a text: texts with common words lie near each other, always in the same way. */
export function embedWords(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0)
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['']) {
    let hash = 2166136261
    for (const unit of word) hash = Math.imul(hash ^ unit.codePointAt(0)!, 16777619) >>> 0
    for (let i = 0; i < 3; i++) {
      hash = Math.imul(hash ^ (hash >>> 13), 1540483477) >>> 0
      vector[hash % dimensions]! += hash & 1 ? 1 : -1
    }
  }
  if (!vector.some(Boolean)) vector[0] = 1
  return vector
}

/** `embed-64` has 64 dimensions. */
export const dimensionsOf = (model: string): number => Number(/(\d+)$/.exec(model)?.[1]) || 32

/** What is said of usage where a scenario says nothing: about four letters a token. */
export function usageOf(scenario: Scenario, asked: AskedChat): Required<ScriptedUsage> {
  const input = Math.ceil((asked.system.length + asked.messages.reduce((sum, { text }) => sum + text.length, 0)) / 4)
  const output = (scenario.pieces?.length ?? 0) + (scenario.tools?.length ?? 0) * 8
  return { input, output, cachedInput: 0, cacheWrite: 0, reasoning: 0, ...scenario.usage }
}
