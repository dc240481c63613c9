import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createClient } from '@redis/client'

/** A Redis server for one test run, gone at its end. */
export interface PrivateRedis {
  readonly url: string
  /** Everything in it, names and values, as one text. */
  dump(): Promise<string>
  /** Ends it at once, like a crash; what it held is lost. */
  kill(): Promise<void>
  /** Starts it again on the same port, empty. */
  start(): Promise<void>
  /** Lets it hang, and go on: connections stay open and nothing answers. */
  freeze(): void
  thaw(): void
  stop(): Promise<void>
}

/** Whether tests can have a Redis server; with REQUIRE_SERVICES=1 they must, and fail rather than being left out. */
export const canHaveRedis = (): boolean =>
  process.env.REQUIRE_SERVICES === '1' || spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0

export async function startPrivateRedis(): Promise<PrivateRedis> {
  const directory = mkdtempSync(join(tmpdir(), 'brain-redis-'))
  const port = await findFreePort()
  const url = `redis://127.0.0.1:${port}`
  const run = () =>
    spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', directory], {
      stdio: 'ignore',
    })
  let server = run()
  const removeAll = () => {
    server.kill('SIGKILL')
    rmSync(directory, { recursive: true, force: true })
  }
  process.once('exit', removeAll)
  const kill = async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill('SIGKILL')
    await ended
  }
  await waitUntilUp(url)
  return {
    url,
    dump: () =>
      withClient(url, async (client) => {
        const names = await client.keys('*')
        return JSON.stringify(await Promise.all(names.map(async (name) => [name, await client.hGetAll(name)])))
      }),
    kill,
    async start() {
      server = run()
      await waitUntilUp(url)
    },
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
    async stop() {
      await kill()
      process.off('exit', removeAll)
      removeAll()
    },
  }
}

type Client = ReturnType<typeof createClient>

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client: Client = createClient({ url, socket: { reconnectStrategy: false } })
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } finally {
    client.destroy()
  }
}

async function waitUntilUp(url: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return void (await withClient(url, (client) => client.ping()))
    } catch (error) {
      if (attempt === 200) throw error
      await delay(50)
    }
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
