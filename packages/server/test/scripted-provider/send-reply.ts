import type { ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { httpFaultOf } from './faults.ts'
import type { Protocol } from './protocol.ts'
import { type AskedChat, type Scenario, saidBeforeFault, usageOf } from './scenario.ts'

/** Sends what a scenario says, in the way it says: whole, in events, or broken. */
export async function sendChat(
  response: ServerResponse,
  protocol: Protocol,
  asked: AskedChat,
  scenario: Scenario,
): Promise<void> {
  const { fault } = scenario
  const refusal = httpFaultOf(fault)
  if (refusal) {
    const body = protocol.error(refusal.status, refusal.code, `You said: ${JSON.stringify(asked.body).slice(0, 200)}`)
    return sendJson(response, refusal.status, body, refusal.headers)
  }
  if (fault === 'reset') return void response.socket?.destroy()
  if (fault === 'first-byte') return
  if (fault === 'wrong-type') {
    response.writeHead(200, { 'content-type': 'text/html' })
    return void response.end('<!doctype html><title>Sign in to the proxy</title>')
  }
  const usage = usageOf(scenario, asked)
  await delay(scenario.firstDelayMs ?? 0)
  if (!asked.isStream) return sendJson(response, 200, protocol.reply(scenario, usage, asked))
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' })
  response.flushHeaders()
  if (fault === 'first-token') return void response.write(': still there\n\n')
  await sendStream(response, protocol, asked, scenario)
}

async function sendStream(response: ServerResponse, protocol: Protocol, asked: AskedChat, scenario: Scenario): Promise<void> {
  const { fault, pieceDelayMs } = scenario
  const cutsTool = fault === 'truncated-tool' && !asked.messages.some(({ role }) => role === 'tool')
  const withTool = cutsTool
    ? { ...scenario, tools: [{ name: asked.tools[0] ?? 'search', input: { query: 'leave policy' } }] }
    : scenario
  const wire = protocol.stream(withTool, usageOf(withTool, asked), asked)
  const all = [...wire.begin, ...wire.pieces, ...wire.tools, ...wire.end]
  const half = [...wire.begin, ...wire.pieces.slice(0, saidBeforeFault.length)].join('')
  const next = wire.pieces[saidBeforeFault.length] ?? ''
  switch (fault) {
    case 'idle':
      return void response.write(half)
    case 'cut':
      return cutOff(response, Buffer.from(half + next.slice(0, next.length / 2)))
    case 'cut-utf8': {
      const bytes = Buffer.from(half)
      return cutOff(response, bytes.subarray(0, bytes.lastIndexOf(Buffer.from('–')) + 1))
    }
    case 'ended-early':
      return void response.end(half)
    case 'malformed-event':
      return void response.end(`${half}data: {"choices": [{"delta":\n\n`)
    case 'error-event':
      return void response.end(half + protocol.errorEvent)
    case 'drip':
      return drip(response, Buffer.from(all.join('')))
    case 'duplicate-final':
      return void response.end([...all, ...wire.end].join(''))
    default:
  }
  if (pieceDelayMs === undefined) return void response.end(all.join(''))
  for (const piece of all) {
    if (response.destroyed) return
    response.write(piece)
    await delay(pieceDelayMs)
  }
  response.end()
}

function cutOff(response: ServerResponse, bytes: Buffer): void {
  response.write(bytes, () => response.socket?.destroy())
}

async function drip(response: ServerResponse, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length && !response.destroyed; at++) {
    response.write(bytes.subarray(at, at + 1))
    await delay(15)
  }
  response.end()
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}
