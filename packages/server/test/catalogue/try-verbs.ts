import type { Pool } from 'pg'

/** Who a transaction claims to be: a workspace, no workspace, or the system. */
export interface Identity {
  readonly name: string
  readonly settings: string
}

/** The product itself in a workspace: whoever may not read a closed collection sees less than this. */
export const inWorkspace = (name: string, workspaceId: string): Identity => ({
  name,
  settings: `select set_config('app.current_workspace_id', '${workspaceId}', true), set_config('app.current_reader', '*', true), set_config('role', 'brain_app', true)`,
})

export const withoutWorkspace: Identity = {
  name: 'no workspace',
  settings: `select set_config('app.current_reader', '*', true), set_config('role', 'brain_app', true)`,
}

export const inSystem: Identity = { name: 'the system', settings: `select set_config('role', 'brain_system', true)` }

/** How many rows, or why none: `refused` by row security or for want of the right; `stopped` later, by a key or a reference. */
export type Outcome = number | 'refused' | 'stopped'

export type Verb = 'select' | 'insert' | 'update' | 'delete'

/** Tries each verb on the row of a workspace that is given, the insert with a copy of it; changes nothing. */
export async function tryVerbs(pool: Pool, table: string, row: object, as: Identity): Promise<Record<Verb, Outcome>> {
  const key = keyOf(table)
  const where = `where ${key} = '${(row as Record<string, unknown>)[key]}'`
  const columns = (await listGivenColumns(pool, table)).join(', ')
  const insert = `insert into ${table} (${columns}) select ${columns} from jsonb_populate_record(null::${table}, $1::jsonb)`
  return {
    select: await attempt(pool, as, `select from ${table} ${where}`),
    insert: await attempt(pool, as, insert, [JSON.stringify(row)]),
    update: await attempt(pool, as, `update ${table} set ${key} = ${key} ${where}`),
    delete: await attempt(pool, as, `delete from ${table} ${where}`),
  }
}

/** Tries to move the rows of one workspace into another. */
export const tryToGiveAway = (pool: Pool, table: string, from: Identity, to: string): Promise<Outcome> =>
  attempt(pool, from, `update ${table} set ${keyOf(table)} = '${to}'`)

/** All columns but those that the database computes. */
async function listGivenColumns(pool: Pool, table: string): Promise<string[]> {
  const { rows } = await pool.query(
    `select quote_ident(attname) as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  )
  return rows.map(({ name }) => name)
}

const keyOf = (table: string): string => (table === 'workspaces' ? 'id' : 'workspace_id')

async function attempt(pool: Pool, as: Identity, statement: string, values: unknown[] = []): Promise<Outcome> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query(as.settings)
    return (await client.query(statement, values)).rowCount ?? 0
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === '42501') return 'refused'
    if (code?.startsWith('23')) return 'stopped'
    throw error
  } finally {
    await client.query('rollback')
    client.release()
  }
}
