import { createInterface } from 'node:readline'
import pg from 'pg'
import { readConfig } from '#config'
import { createLog } from '#platform/log'
import { startServer } from '../../src/start.ts'

// The product as it is, on the settings in its first argument. A line of its input names a moment, and there it ends itself as
// `kill -9` would: no handler runs, nothing is flushed.

/** The `count`-th statement that fits; before it is sent, or once it is answered; or the commit of the transaction it stands in. */
export interface Moment {
  readonly statement: string
  readonly when: 'before' | 'after' | 'before-commit' | 'after-commit'
  readonly count: number
}

type Query = (...given: unknown[]) => unknown
const client = pg.Client.prototype as unknown as { query: Query }
const send = client.query
const isMet = new WeakSet<object>()
let armed: { moment: Moment; pattern: RegExp; left: number } | undefined

const end = () => process.kill(process.pid, 'SIGKILL')

client.query = function (this: object, ...given: unknown[]): unknown {
  const text = typeof given[0] === 'string' ? given[0] : String((given[0] as { text?: string } | undefined)?.text)
  if (armed === undefined) return send.apply(this, given)
  const { when } = armed.moment
  const endsHere = meets(this, text, armed, when)
  if (endsHere && when.startsWith('before')) end()
  const result = send.apply(this, given)
  if (endsHere && result instanceof Promise) void result.then(end)
  return result
}

function meets(connection: object, text: string, aim: NonNullable<typeof armed>, when: Moment['when']): boolean {
  if (when.endsWith('commit') && text === 'commit') return isMet.has(connection)
  if (!aim.pattern.test(text) || --aim.left !== 0) return false
  if (when.endsWith('commit')) isMet.add(connection)
  return !when.endsWith('commit')
}

const config = readConfig({ ...process.env, ...(JSON.parse(process.argv[2]!) as Record<string, string>) })
const server = await startServer(config, { log: createLog('silent') })
process.stdout.write(`${server.url}\n`)
for await (const line of createInterface({ input: process.stdin })) {
  const moment = JSON.parse(line) as Moment
  armed = { moment, pattern: new RegExp(moment.statement), left: moment.count }
  process.stdout.write('armed\n')
}
