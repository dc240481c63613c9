import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

export interface Session {
  readonly email: string
  readonly token: string
}

/** Where session tokens are kept, one per server, readable by this account only. */
export function sessionFilePath(env: Readonly<Record<string, string | undefined>> = process.env): string {
  return join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'brain-ai', 'session.json')
}

/** The session kept for a server, or undefined; a file that cannot be understood counts as empty. */
export async function findSession(path: string, url: string): Promise<Session | undefined> {
  return (await readSessions(path))[url]
}

/** Keeps a session for a server, or forgets it. */
export async function saveSession(path: string, url: string, session: Session | undefined): Promise<void> {
  const { [url]: _, ...others } = await readSessions(path)
  const sessions = session ? { ...others, [url]: session } : others
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.${process.pid}`
  await writeFile(temporary, `${JSON.stringify(sessions, null, 2)}\n`, { mode: 0o600 })
  await rename(temporary, path)
}

async function readSessions(path: string): Promise<Record<string, Session>> {
  try {
    const found: unknown = JSON.parse(await readFile(path, 'utf8'))
    return Object.fromEntries(Object.entries(found as object).filter(([, session]) => isSession(session)))
  } catch {
    return {}
  }
}

const isSession = (value: Partial<Session> | null): value is Session =>
  typeof value?.email === 'string' && typeof value.token === 'string'
