import type { AskedChat, ProtocolName, Scenario, ScriptedUsage } from './scenario.ts'

export interface Route {
  readonly kind: 'chat' | 'embeddings' | 'models'
  /** Where the path names them. */
  readonly model?: string
  readonly isStream?: boolean
}

export interface AskedEmbeddings {
  readonly model: string
  readonly texts: readonly string[]
}

/** The events of one answer on the wire, each as it is sent. */
export interface Wire {
  readonly begin: readonly string[]
  readonly pieces: readonly string[]
  readonly tools: readonly string[]
  /** With the usage, once. */
  readonly end: readonly string[]
}

/** How one kind of provider speaks. */
export interface Protocol {
  readonly name: ProtocolName
  readonly route: (method: string, path: string) => Route | undefined
  readonly keyOf: (headers: Readonly<Record<string, string | string[] | undefined>>) => string | undefined
  readonly readChat: (body: Record<string, unknown>, route: Route) => AskedChat
  readonly stream: (scenario: Scenario, usage: Required<ScriptedUsage>, asked: AskedChat) => Wire
  readonly reply: (scenario: Scenario, usage: Required<ScriptedUsage>, asked: AskedChat) => object
  readonly readEmbeddings: (body: Record<string, unknown>, route: Route) => AskedEmbeddings
  readonly embeddings: (asked: AskedEmbeddings, vectors: readonly number[][], tokens: number) => object
  readonly models: (ids: readonly string[]) => object
  readonly error: (status: number, code: string, message: string) => object
  /** An event of an error in the middle of a stream. */
  readonly errorEvent: string
}

export const event = (data: unknown, name?: string): string =>
  `${name ? `event: ${name}\n` : ''}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`

/** The text of a content that is a string or a list of parts. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .map((part: { text?: unknown; content?: unknown }) => (typeof part.text === 'string' ? part.text : textOf(part.content)))
    .join('')
}

export const argumentsOf = (input: object, isTruncated: boolean): string => {
  const text = JSON.stringify(input)
  return isTruncated ? text.slice(0, Math.max(1, text.length - 4)) : text
}
