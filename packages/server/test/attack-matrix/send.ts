import type { RouteSpec } from '@brain-ai/contract'
import { codeOfError } from '../error-code.ts'
import type { Parts } from './entry.ts'

export interface Received {
  readonly status: number
  /** The code of a problem; undefined for a good reply. */
  readonly code: string | undefined
  /** Headers and body as they came, a stream of events to its end. */
  readonly text: string
  /** What must be the same for what is foreign and what is absent. */
  readonly comparable: string
}

/** Sends one request of a route as somebody. @param asEvents reads the streamed reply */
export async function send(
  url: string,
  spec: RouteSpec,
  parts: Parts,
  headers: Readonly<Record<string, string>>,
  asEvents = false,
): Promise<Received> {
  const { body, type } = bodyOf(asEvents && spec.speaks === 'openai' ? withStream(parts) : parts)
  const reply = await fetch(url + addressOf(spec, parts), {
    method: spec.method,
    redirect: 'manual',
    headers: { ...headers, ...(asEvents && { accept: 'text/event-stream' }), ...(type && { 'content-type': type }) },
    ...(body !== undefined && { body }),
  })
  const text = await reply.text()
  const kept = [...reply.headers].filter(([name]) => !unsteady.has(name)).map(([name, value]) => `${name}: ${value}`)
  return {
    status: reply.status,
    code: codeOfError(spec, reply, text),
    text: `${[...reply.headers].map((pair) => pair.join(': ')).join('\n')}\n\n${text}`,
    comparable: `${reply.status}\n${kept.join('\n')}\n\n${withoutChance(inOneOrder(text))}`,
  }
}

const withStream = (parts: Parts): Parts => ({ ...parts, body: Object.assign({ stream: true }, parts.body) as never })

const unsteady = new Set(['date', 'x-request-id', 'content-length', 'keep-alive'])

/**
 * Ids, instants and measured times differ between any two replies, and so does how much a conversation holds. An answer is kept a moment
 * after it was given, so the same question may be answered from the cache or not.
 */
const withoutChance = (text: string): string =>
  text
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<instant>')
    .replace(/"(\w+Ms)":[\d.]+/g, '"$1":0')
    .replace(/"(messages|isRunning|isFromCache)":(\d+|true|false)/g, '"$1":0')
    .replace(/"created":\d+/g, '"created":0')
    .replace(/zzword\d+/g, '<word>')

/**
 * JSON whose keys are sorted, in a body or in the data of events: an answer that was just given has them as the program wrote them, and
 * one that is read again as the database keeps them.
 */
const inOneOrder = (text: string): string =>
  text.replace(/^(data: )?([{[].*)$/gm, (line, prefix: string | undefined, json: string) => {
    try {
      return (prefix ?? '') + JSON.stringify(JSON.parse(json, sortKeys))
    } catch {
      return line
    }
  })

const sortKeys = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

function addressOf(spec: RouteSpec, { params, query }: Parts): string {
  const path = spec.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String((params as Record<string, unknown> | undefined)?.[name])),
  )
  const given = Object.entries((query ?? {}) as Record<string, unknown>).map(([name, value]) => [name, String(value)])
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}

function bodyOf({ body, upload }: Parts): { body?: string | FormData; type?: string } {
  if (upload?.as === 'raw') return { body: upload.text, type: 'application/octet-stream' }
  if (upload) {
    const form = new FormData()
    form.append('files', new Blob([upload.text]), 'plan.txt')
    return { body: form }
  }
  return body === undefined ? {} : { body: JSON.stringify(body), type: 'application/json' }
}
