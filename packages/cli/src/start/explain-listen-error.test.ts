import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { CommandError } from '../exit-codes.ts'
import { explainListenError } from './explain-listen-error.ts'

function listen(port: number, host: string) {
  const server = createServer()
  return new Promise<typeof server>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve(server))
  })
}

test('a port that is taken is named, with a way out', async () => {
  const first = await listen(0, '127.0.0.1')
  const { port } = first.address() as { port: number }
  const explained = explainListenError(await listen(port, '127.0.0.1').catch((error: unknown) => error))
  first.close()
  assert.ok(explained instanceof CommandError)
  assert.match(explained.message, new RegExp(`Port ${port} is taken.*--port`))
  assert.equal(explained.exitCode, 4)
})

test('an address of another machine is named', async () => {
  const explained = explainListenError(await listen(0, '192.0.2.1').catch((error: unknown) => error))
  assert.match((explained as Error).message, /no address 192\.0\.2\.1.*--host/)
})

test('any other error stays what it is', () => {
  const error = new Error('something else')
  assert.equal(explainListenError(error), error)
})
