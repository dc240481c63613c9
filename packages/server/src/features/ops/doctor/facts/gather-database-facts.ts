import { BrainError } from '@brain-ai/contract'
import type { PoolClient } from 'pg'
import type { Config } from '#config'
import { providerKeysPurpose } from '#models'
import { type Database, migrate, openDatabase } from '#platform/database'
import { createLog } from '#platform/log'
import { KeyRing } from '#platform/secrets'
import { hasDatabase } from '../../has-database.ts'
import {
  type DatabaseFacts,
  type OpenDatabaseFacts,
  productRoles,
  type RoleFacts,
  type TenantTableFacts,
} from './doctor-facts.ts'

const connectTimeoutMs = 2_000

/** Looks at the database without changing it, and without making one where there is none yet. */
export async function gatherDatabaseFacts(config: Config): Promise<DatabaseFacts> {
  if (!hasDatabase(config)) return { state: 'not-made' }
  try {
    await using database = await openDatabase({
      url: config.database.url,
      dataDir: config.dataDir,
      maxConnections: 2,
      log: createLog('silent'),
      connectTimeoutMs,
    })
    return { state: 'open', ...(await inspect(database, config)) }
  } catch (error) {
    if (error instanceof BrainError && error.code === 'data-directory/locked')
      return { state: 'in-use', pid: Number(error.details.pid) }
    return {
      state: 'unreachable',
      engine: config.database.url ? 'native' : 'embedded',
      code: error instanceof BrainError ? error.code : 'unknown',
      reason: explain(error),
    }
  }
}

async function inspect(database: Database, config: Config): Promise<OpenDatabaseFacts> {
  const migrations = await inspectMigrations(database)
  const client = await database.connect()
  try {
    const { rows } = await client.query<{ login: string }>('select current_user as login')
    const roles: RoleFacts[] = []
    for (const name of productRoles) roles.push(...(await findRole(client, name)))
    const takesSystem = roles.some((role) => role.name === 'brain_system' && role.canBeTaken)
    return {
      engine: database.engine,
      serverVersion: database.serverVersion,
      login: rows[0]?.login ?? '',
      roles,
      tenantTables: await listTenantTables(client),
      migrations,
      extensions: (await client.query<{ name: string }>('select extname as name from pg_extension')).rows.map(({ name }) => name),
      clockAheadMs: await measureClock(client),
      isSetUp: takesSystem ? await findOwner(client) : undefined,
      sealedKeys: takesSystem ? await countSealedKeys(client, config) : undefined,
    }
  } finally {
    client.release()
  }
}

async function inspectMigrations(database: Database): Promise<OpenDatabaseFacts['migrations']> {
  try {
    return { pending: await migrate(database, { dryRun: true }), problem: undefined }
  } catch (error) {
    if (error instanceof BrainError && error.code === 'configuration/invalid') return { pending: [], problem: error.message }
    throw error
  }
}

async function findRole(client: PoolClient, name: string): Promise<RoleFacts[]> {
  const { rows } = await client.query<{ rolsuper: boolean; rolbypassrls: boolean }>(
    'select rolsuper, rolbypassrls from pg_roles where rolname = $1',
    [name],
  )
  if (!rows[0]) return []
  const canBeTaken = (await tryInTransaction(client, (inside) => takeRole(inside, name))) === true
  return [{ name, isSuperuser: rows[0].rolsuper, bypassesRowSecurity: rows[0].rolbypassrls, canBeTaken }]
}

async function listTenantTables(client: PoolClient): Promise<TenantTableFacts[]> {
  const { rows } = await client.query<{ name: string; enabled: boolean; forced: boolean; policies: number }>(
    `select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
       (select count(*) from pg_policy p where p.polrelid = c.oid)::int as policies
     from pg_class c
     where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
       and (c.relname = 'workspaces'
         or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped))
     order by c.relname`,
  )
  return rows.map(({ name, enabled, forced, policies }) => ({ name, isEnabled: enabled, isForced: forced, policies }))
}

/** The middle of the round trip is taken for the moment the database looked at its clock. */
async function measureClock(client: PoolClient): Promise<number> {
  const before = Date.now()
  const { rows } = await client.query<{ at: number }>('select extract(epoch from clock_timestamp())::float8 * 1000 as at')
  const after = Date.now()
  return Math.round((rows[0]?.at ?? before) - (before + after) / 2)
}

function findOwner(client: PoolClient): Promise<boolean | undefined> {
  return tryInTransaction(client, async (inside) => {
    await takeRole(inside, 'brain_system')
    const { rows } = await inside.query<{ found: boolean }>('select exists (select from workspaces) as found')
    return rows[0]?.found === true
  })
}

function countSealedKeys(client: PoolClient, { secretKey, oldSecretKey }: Config): Promise<OpenDatabaseFacts['sealedKeys']> {
  return tryInTransaction(client, async (inside) => {
    await takeRole(inside, 'brain_system')
    const { rows } = await inside.query<{ keyId: string; count: number }>(
      'select key_id as "keyId", count(*)::int as count from model_providers where key_id is not null group by key_id',
    )
    const made = await inside.query<{ value: string }>(`select value from instance_settings where name = 'secret-key'`)
    const [first, ...others] = [secretKey, oldSecretKey, made.rows[0]?.value].filter((secret) => typeof secret === 'string')
    const ring = first === undefined ? undefined : new KeyRing([first, ...others], providerKeysPurpose)
    const sum = (of: typeof rows) => of.reduce((total, { count }) => total + count, 0)
    return { total: sum(rows), lost: sum(rows.filter(({ keyId }) => !ring?.knows(keyId))) }
  })
}

async function takeRole(client: PoolClient, name: string): Promise<true> {
  await client.query(`select set_config('role', $1, true)`, [name])
  return true
}

/** What the work gives, or undefined when the database refuses it; changes nothing. */
async function tryInTransaction<T>(client: PoolClient, work: (client: PoolClient) => Promise<T>): Promise<T | undefined> {
  await client.query('begin')
  try {
    return await work(client)
  } catch {
    return undefined
  } finally {
    await client.query('rollback')
  }
}

function explain(error: unknown): string {
  const { message, cause } = error as Error
  const reasons =
    cause instanceof AggregateError ? cause.errors.map((each: Error) => each.message) : [(cause as Error | undefined)?.message]
  return [message, ...reasons].filter(Boolean).join(' ')
}
