import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'

/** A PostgreSQL server for one test run, gone at its end. */
export interface PrivatePostgres {
  /** As a login role that may create databases and roles but is no superuser, as managed PostgreSQL gives it out. */
  readonly url: string
  /** Stops the server at once, like a crash, or cleanly, and starts it again on the same port and data. */
  restart(how: 'crash' | 'clean', downMs?: number): Promise<void>
  /** Runs one statement as superuser, for what the tests do behind the product's back. */
  asSuperuser(statement: string): Promise<pg.QueryResult>
  stop(): Promise<void>
}

/** Starts a server of the newest PostgreSQL installed on this machine; undefined when there is none. */
export async function startPrivatePostgres(): Promise<PrivatePostgres | undefined> {
  const binaries = findBinaries()
  if (!binaries) return undefined
  const directory = mkdtempSync(join(tmpdir(), 'brain-postgres-'))
  const user = serverUser()
  if (user) chownSync(directory, user.uid, user.gid)
  const data = join(directory, 'data')
  execFileSync(join(binaries, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], {
    ...user,
    cwd: directory,
    stdio: 'ignore',
  })
  const port = await findFreePort()
  const settings = { port, listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off', max_connections: 60 }
  const args = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const start = () => spawn(join(binaries, 'postgres'), args, { ...user, cwd: directory, stdio: 'ignore' })
  const superuserUrl = `postgres://postgres@127.0.0.1:${port}/postgres`
  const asSuperuser = (statement: string) => runStatement(superuserUrl, statement)

  let server = start()
  const removeAll = () => {
    server.kill('SIGQUIT')
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
  }
  process.once('exit', removeAll)
  await waitUntilUp(superuserUrl)
  await addVectors(superuserUrl)
  await asSuperuser('create role brain login nosuperuser createrole createdb')
  await asSuperuser('create database brain owner brain')
  return {
    url: `postgres://brain@127.0.0.1:${port}/brain`,
    asSuperuser,
    async restart(how, downMs = 0) {
      await end(server, how === 'crash' ? 'SIGQUIT' : 'SIGINT')
      await delay(downMs)
      server = start()
      await waitUntilUp(superuserUrl)
    },
    async stop() {
      await end(server, 'SIGQUIT')
      process.off('exit', removeAll)
      removeAll()
    },
  }
}

/** Whether tests can have a server; with REQUIRE_SERVICES=1 they must, and fail rather than being skipped. */
export function canHavePostgres(): boolean {
  return process.env.REQUIRE_SERVICES === '1' || findBinaries() !== undefined
}

function findBinaries(): string | undefined {
  const versionOf = (directory: string) => Number(/\/(\d+)\/bin$/.exec(directory)?.[1] ?? 0)
  const installed = globSync('/usr/lib/postgresql/*/bin').sort((a, b) => versionOf(b) - versionOf(a))
  const candidates = [...installed, ...(process.env.PATH ?? '').split(delimiter)]
  return candidates.find((directory) => existsSync(join(directory, 'initdb')) && existsSync(join(directory, 'postgres')))
}

/** PostgreSQL refuses to run as root. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (userInfo().uid !== 0) return undefined
  const idOf = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }))
  try {
    return { uid: idOf('-u'), gid: idOf('-g') }
  } catch {
    return { uid: 65534, gid: 65534 } // nobody
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

async function waitUntilUp(url: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await runStatement(url, 'select 1')
      return
    } catch (error) {
      if (attempt === 200) throw error
      await delay(50)
    }
  }
}

/** As whoever gives out databases does: only a superuser may make pgvector. What is made from `template0` is without it. */
async function addVectors(superuserUrl: string): Promise<void> {
  const { rowCount } = await runStatement(superuserUrl, "select from pg_available_extensions where name = 'vector'")
  if (rowCount) await runStatement(superuserUrl.replace(/postgres$/, 'template1'), 'create extension vector')
}

async function runStatement(url: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client(url)
  client.on('error', () => {}) // the server may be stopped while this is connected
  await client.connect()
  return client.query(statement).finally(() => client.end())
}

function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) return resolve()
    server.once('exit', () => resolve())
    server.kill(signal)
  })
}
