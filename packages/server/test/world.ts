import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { contract, type DocumentView, type Role } from '@brain-ai/contract'
import { type Client, createClient } from '@brain-ai/sdk'
import pg from 'pg'
import { readConfig } from '#config'
import type { WorkspaceDb } from '#platform/database'
import { createLog } from '#platform/log'
import { hashPassword } from '../src/features/workspaces/accounts/password-hash.ts'
import { addMember, insertUser, insertWorkspace } from '../src/features/workspaces/workspace-store.ts'
import { type RunningServer, startServer } from '../src/start.ts'
import { copyEmbeddedTemplate } from './embedded-template.ts'

export const password = 'correct horse battery'

/** The whole product, started once for a test file, on the engine that the run chose. */
export interface World {
  readonly server: RunningServer
  readonly url: string
  readonly dataDir: string
  /** Undefined on the embedded database. */
  readonly databaseUrl: string | undefined
  /** What the server has logged so far, line by line. */
  readonly logLines: readonly string[]
  aWorkspace(): Promise<TestWorkspace>
  /** Somebody who is signed in and belongs to no workspace. */
  aUser(options?: { isOperator?: boolean }): Promise<TestUser>
}

export interface TestUser {
  readonly userId: string
  readonly email: string
  readonly token: string
  readonly client: Client
}

/** A workspace with its owner signed in: tenancy keeps the tests of one world apart. */
export interface TestWorkspace {
  readonly id: string
  readonly slug: string
  readonly owner: { id: string; email: string }
  readonly token: string
  readonly client: Client
  transact<T>(work: (db: WorkspaceDb) => Promise<T>): Promise<T>
  addMember(role: Role): Promise<TestUser>
  /** Imports a text and waits until it can be asked about. */
  import(document: {
    title: string
    text: string
    format?: 'text' | 'markdown' | 'html'
    collection?: string
  }): Promise<DocumentView>
  /** Waits until no document is being worked on. @returns those that the owner may read */
  settle(): Promise<DocumentView[]>
}

/** @param env settings beside the defaults of tests; @param start a server that was changed on purpose, instead of the one here */
export async function startWorld(env: Record<string, string> = {}, start: typeof startServer = startServer): Promise<World> {
  const dataDir = await mkdtemp(join(tmpdir(), 'brain-test-'))
  const database = await makeDatabase()
  if (!database) await copyEmbeddedTemplate(dataDir)
  const logLines: string[] = []
  const config = readConfig({
    BRAIN_PORT: '0',
    BRAIN_DATA_DIR: dataDir,
    BRAIN_RATE_LIMIT: '0',
    BRAIN_LOG_LEVEL: 'debug',
    ...(database ? { DATABASE_URL: database.url } : {}),
    ...env,
  })
  const log = createLog(config.logLevel, { write: (line) => void logLines.push(line) })
  const server = await start(config, { log })
  after(async () => {
    await server.stop()
    await database?.drop()
    await rm(dataDir, { recursive: true, force: true })
  })
  const passwordHash = await hashPassword(password)
  return {
    server,
    url: server.url,
    dataDir,
    databaseUrl: database?.url,
    logLines,
    aWorkspace: () => makeWorkspace(server, passwordHash),
    aUser: ({ isOperator = false } = {}) => makeUser(server, { passwordHash, name: 'nobody', isOperator }),
  }
}

/** A database of its own on the PostgreSQL server of the run, or none for the embedded engine. */
export async function makeDatabase(template = 'template1'): Promise<{ url: string; drop: () => Promise<void> } | undefined> {
  const serverUrl = process.env.TEST_DATABASE_URL
  if (!serverUrl) return undefined
  const name = `brain_test_${crypto.randomUUID().replaceAll('-', '')}`
  const run = async (statement: string) => {
    const client = new pg.Client(serverUrl)
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  await run(`create database ${name} template ${template}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => untilNobodyCleans(() => run(`drop database ${name} with (force)`)) }
}

/** Force ends everybody but an autovacuum, which belongs to the superuser and is gone a moment later. */
async function untilNobodyCleans(drop: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await drop()
    } catch (error) {
      if ((error as { code?: string }).code !== '42501' || attempt === 50) throw error
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}

async function makeUser(
  { app, url }: RunningServer,
  user: { passwordHash: string; name: string; isOperator?: boolean; workspace?: string },
): Promise<TestUser> {
  const { passwordHash, name, isOperator = false, workspace } = user
  const userId = app.newId()
  const email = `${name}-${userId.slice(-12)}@example.com`
  await app.database.asSystem((db) =>
    insertUser(db, { id: userId, name, email, language: null, passwordHash, accountId: app.newId(), isOperator }),
  )
  const anonymous = createClient({ baseUrl: url })
  const { token } = await anonymous.call(contract.auth.signIn, { body: { email, password } })
  return { userId, email, token, client: createClient({ baseUrl: url, token, workspace }) }
}

async function makeWorkspace(server: RunningServer, passwordHash: string): Promise<TestWorkspace> {
  const { app } = server
  const id = app.newId()
  const slug = `w-${id.slice(-12)}`
  const makeMember = async (role: Role): Promise<TestUser> => {
    const user = await makeUser(server, { passwordHash, name: role, workspace: slug })
    await app.database.asSystem((db) => addMember({ query: db.query, workspaceId: id }, app.now(), { userId: user.userId, role }))
    return user
  }
  await app.database.asSystem((db) => insertWorkspace(db, { id, slug, name: slug, language: 'en' }))
  const owner = await makeMember('owner')
  const transact: TestWorkspace['transact'] = (work) => app.database.transact(id, work, { reader: 'product' })
  const settle = async (): Promise<DocumentView[]> => {
    // Those of closed collections as well, which the owner does not see.
    const findWorking = ({ query, workspaceId }: WorkspaceDb) =>
      query
        .selectFrom('brain_documents')
        .select('id')
        .where('workspace_id', '=', workspaceId)
        .where('state', 'in', ['queued', 'reading', 'indexing'])
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
    while (await transact(findWorking)) await new Promise((resolve) => setTimeout(resolve, 50))
    return (await owner.client.call(contract.documents.listDocuments, { query: { limit: 200 } })).documents
  }
  return {
    id,
    slug,
    owner: { id: owner.userId, email: owner.email },
    token: owner.token,
    client: owner.client,
    transact,
    addMember: makeMember,
    import: async (document) => {
      const { documents } = await owner.client.call(contract.documents.importDocuments, { body: document })
      await settle()
      return owner.client.call(contract.documents.getDocument, { params: { id: documents[0]!.id } })
    },
    settle,
  }
}
