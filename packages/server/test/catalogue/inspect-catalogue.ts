import type { Pool } from 'pg'
import { global, rights, sharedKeys, systemPolicies } from './expected-rights.ts'

// A policy begins with the workspace and only narrows it from there; an `or` beside it would print one more bracket in front.
const own = String.raw`\((workspace_)?id = current_workspace_id\(\)\)`
const isOfWorkspace = new RegExp(`^${own}$|^\\(${own} AND .*\\)$`, 's')

/** Whatever in the schema would let one workspace reach another, or a role do more than it is meant to; empty when all is well. */
export async function listCatalogueFindings(pool: Pool): Promise<string[]> {
  const found = await Promise.all([
    tables(pool),
    policies(pool),
    keys(pool),
    foreignKeys(pool),
    grants(pool),
    roles(pool),
    code(pool),
  ])
  return found.flat()
}

/** Tables of workspaces, by name. */
export async function listTenantTables(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace order by 1`,
  )
  return rows.map(({ name }) => name).filter((name) => !global.includes(name))
}

async function tables(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string; enabled: boolean; forced: boolean; keyed: boolean }>(`
    select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and a.attnotnull) as keyed
    from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace`)
  return rows.flatMap(({ name, enabled, forced, keyed }) => {
    if (global.includes(name)) return keyed ? [`${name} has a workspace and is named as global`] : []
    return [
      ...(enabled ? [] : [`${name} has no row security`]),
      ...(forced ? [] : [`the row security of ${name} is not forced`]),
      ...(keyed || name === 'workspaces' ? [] : [`${name} has no workspace_id not null, and is not named as global`]),
    ]
  })
}

async function policies(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{
    table: string
    name: string
    roles: string[]
    verb: string
    widens: boolean
    using: string
    check: string
  }>(`
    select c.relname as table, p.polname as name, p.polcmd as verb, p.polpermissive as widens,
      array(select case when r = 0 then 'public' else pg_get_userbyid(r)::text end from unnest(p.polroles) r) as roles,
      pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as check
    from pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace = 'public'::regnamespace`)
  const findings = rows
    // A restrictive policy can only take away from what the others let through.
    .filter(({ table, widens }) => widens && !global.includes(table))
    .flatMap(({ table, name, roles, verb, using, check }) => {
      if (roles.join() === 'brain_system') return []
      if (roles.join() !== 'brain_app') return [`the policy ${name} of ${table} is for ${roles}`]
      return verb === '*' && isOfWorkspace.test(using) && isOfWorkspace.test(check)
        ? []
        : [`the policy ${name} of ${table} does not keep to the workspace: ${using} / ${check}`]
    })
  const tenant = new Set(rows.filter(({ roles }) => roles.join() === 'brain_app').map(({ table }) => table))
  const without = (await listTenantTables(pool)).filter((table) => !tenant.has(table))
  const system = rows.filter(({ roles }) => roles.join() === 'brain_system').map(({ table }) => table)
  return [
    ...findings,
    ...without.map((table) => `${table} has no policy for brain_app`),
    ...differences('a policy for brain_system on', systemPolicies, system),
  ]
}

async function keys(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ table: string; name: string; first: string; primary: boolean }>(`
    select c.relname as table, x.relname as name, a.attname as first, i.indisprimary as primary
    from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
      join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
    where i.indisunique and c.relnamespace = 'public'::regnamespace`)
  return rows
    .filter(({ table, name }) => ![...global, 'workspaces'].includes(table) && !sharedKeys.includes(name))
    .filter(({ first }) => first !== 'workspace_id')
    .map(({ table, name, first }) => `the key ${name} of ${table} begins with ${first}, so it tells what other workspaces have`)
}

async function foreignKeys(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ table: string; name: string; to: string; pairs: string[] }>(`
    select c.relname as table, k.conname as name, f.relname as to, array(
      select a.attname || ' ' || b.attname from unnest(k.conkey, k.confkey) as u (own, other)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.own
        join pg_attribute b on b.attrelid = k.confrelid and b.attnum = u.other) as pairs
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class f on f.oid = k.confrelid
    where k.contype = 'f' and c.relnamespace = 'public'::regnamespace`)
  return rows
    .filter(({ to }) => !global.includes(to))
    .filter(({ to, pairs }) => !pairs.includes(to === 'workspaces' ? 'workspace_id id' : 'workspace_id workspace_id'))
    .map(({ table, name, to }) => `${name} of ${table} can lead to ${to} of another workspace`)
}

async function grants(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ grantee: string; table: string; column: string | null; verb: string }>(`
    with granted as (
      select c.relname as table, null as column, x.grantee, x.privilege_type as verb
      from pg_class c cross join lateral aclexplode(c.relacl) x where c.relnamespace = 'public'::regnamespace and c.relkind <> 'S'
      union all
      select c.relname, a.attname, x.grantee, x.privilege_type
      from pg_class c join pg_attribute a on a.attrelid = c.oid cross join lateral aclexplode(a.attacl) x
      where c.relnamespace = 'public'::regnamespace
    )
    select case when g.grantee = 0 then 'public' else pg_get_userbyid(g.grantee)::text end as grantee, "table", "column", verb
    from granted g where g.grantee <> (select relowner from pg_class where oid = 'workspaces'::regclass)
    order by 1, 2, 4, 3`)
  const written = new Map<string, Map<string, string[]>>()
  for (const { grantee, table, column, verb } of rows) {
    const of = written.getOrInsert(grantee, new Map())
    of.getOrInsert(table, []).push(verb.toLowerCase() + (column ? ` ${column}` : ''))
  }
  const actual = [...written].flatMap(([grantee, of]) =>
    [...of].map(([table, verbs]) => `${grantee} ${table}: ${verbs.join(', ')}`),
  )
  const expected = Object.entries(rights).flatMap(([role, of]) =>
    Object.entries(of).map(([table, verbs]) => `${role} ${table}: ${verbs}`),
  )
  return differences('the right', expected, actual)
}

async function roles(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string; flags: string[]; belongs: string[]; creates: boolean; owns: number }>(`
    select r.rolname as name, array_remove(array[case when rolsuper then 'superuser' end, case when rolbypassrls then 'bypassrls' end,
        case when rolcanlogin then 'login' end, case when rolcreaterole then 'createrole' end, case when rolcreatedb then 'createdb' end,
        case when rolinherit then 'inherit' end, case when rolreplication then 'replication' end], null) as flags,
      array(select pg_get_userbyid(m.roleid)::text from pg_auth_members m where m.member = r.oid) as belongs,
      has_schema_privilege(r.oid, 'public', 'create') or has_database_privilege(r.oid, current_database(), 'create') as creates,
      (select count(*)::int from pg_class c where c.relowner = r.oid) as owns
    from pg_roles r where r.rolname in ('brain_app', 'brain_system')`)
  if (rows.length !== 2) return ['the two roles are not there']
  return rows.flatMap(({ name, flags, belongs, creates, owns }) => [
    ...flags.map((flag) => `${name} is ${flag}`),
    ...belongs.map((role) => `${name} belongs to ${role}`),
    ...(creates ? [`${name} may create tables or schemas`] : []),
    ...(owns > 0 ? [`${name} owns ${owns} tables`] : []),
  ])
}

async function code(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ finding: string }>(`
    select 'the function ' || p.proname || ' runs with the rights of its owner' as finding from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.prosecdef
    union all
    select 'the view ' || c.relname || ' reads with the rights of its owner' from pg_class c
    where c.relnamespace = 'public'::regnamespace
      and (c.relkind = 'm' or c.relkind = 'v' and not coalesce(c.reloptions && array['security_invoker=true', 'security_invoker=on'], false))
    union all
    select 'the trigger ' || t.tgname || ' is not named in the test' from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = 'public'::regnamespace and not t.tgisinternal`)
  return rows.map(({ finding }) => finding)
}

function differences(what: string, expected: readonly string[], actual: readonly string[]): string[] {
  return [
    ...expected.filter((one) => !actual.includes(one)).map((one) => `missing: ${what} ${one}`),
    ...actual.filter((one) => !expected.includes(one)).map((one) => `not named in the test: ${what} ${one}`),
  ]
}
