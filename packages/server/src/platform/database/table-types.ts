import type pg from 'pg'

interface Column {
  readonly table: string
  readonly name: string
  readonly type: string
  readonly isArray: boolean
  readonly isNullable: boolean
  readonly hasDefault: boolean
  readonly isComputed: boolean
  readonly checks: readonly string[]
}

// How `column-parsers.ts` hands the values over.
const typesByName: Record<string, string> = {
  bool: 'boolean',
  bytea: 'Buffer',
  date: 'string',
  float4: 'number',
  float8: 'number',
  inet: 'string',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  numeric: 'string',
  regconfig: 'string',
  text: 'string',
  timestamptz: 'Date',
  tsvector: 'string',
  uuid: 'string',
  varchar: 'string',
  vector: 'string',
}

const jsonTypes = `/** Read as a value, written as JSON text: a list handed over as it is would become a PostgreSQL array. */
export type Json = ColumnType<unknown, string, string>
/** As Json, with a default. */
export type GeneratedJson = ColumnType<unknown, string | undefined, string>
`

/** The row types of every table as the text of a TypeScript file, from the catalogue of a migrated database. */
export async function renderTableTypes(client: pg.ClientBase): Promise<string> {
  const columns = await listColumns(client)
  const tables = [...Map.groupBy(columns, ({ table }) => table)]
  const index = tables.map(([table]) => `  ${table}: ${typeName(table)}\n`).join('')
  const bodies = tables.map(([table, own]) => renderTable(table, own)).join('\n')
  const wrappers = ['ColumnType', 'Generated', 'GeneratedAlways'].filter((name) => `${jsonTypes}${bodies}`.includes(`${name}<`))
  const heading = `// Made by \`npm run db:types\` from the migrated schema. Do not edit.
import type { ${wrappers.join(', ')} } from 'kysely'
`
  return [heading, jsonTypes, `export interface Tables {\n${index}}\n`, bodies].join('\n')
}

function renderTable(table: string, columns: readonly Column[]): string {
  const lines = columns.map((column) => `  ${column.name}: ${renderType(column)}\n`)
  return `export interface ${typeName(table)} {\n${lines.join('')}}\n`
}

function renderType(column: Column): string {
  const plain = column.type === 'jsonb' ? undefined : renderValueType(column)
  const orNull = column.isNullable ? ' | null' : ''
  if (plain === undefined) return `${column.hasDefault ? 'GeneratedJson' : 'Json'}${orNull}`
  if (column.isComputed) return `GeneratedAlways<${plain}${orNull}>`
  return column.hasDefault ? `Generated<${plain}${orNull}>` : `${plain}${orNull}`
}

function renderValueType(column: Column): string {
  const allowed = column.checks.flatMap((check) => allowedValues(check, column.name))
  const single = allowed.length > 0 ? allowed.join(' | ') : typesByName[column.type]
  if (single === undefined)
    throw new Error(`The column ${column.table}.${column.name} has the type ${column.type}, unknown here.`)
  if (!column.isArray) return single
  return allowed.length > 1 ? `(${single})[]` : `${single}[]`
}

/** `CHECK ((state = ANY (ARRAY['ready'::text, 'done'::text])))` gives `'ready'`, `'done'`. */
function allowedValues(check: string, column: string): string[] {
  const [, name, list] = /^CHECK \(\((\w+) = ANY \(ARRAY\[((?:'[^']*'::text(?:, )?)+)\]\)\)\)$/.exec(check) ?? []
  if (name !== column || list === undefined) return []
  return list.split(', ').map((item) => item.replace(/::text$/, ''))
}

function typeName(table: string): string {
  return table.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())
}

async function listColumns(client: pg.ClientBase): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `select class.relname as table, attribute.attname as name, coalesce(item.typname, type.typname) as type,
       item.typname is not null as "isArray", not attribute.attnotnull as "isNullable",
       attribute.atthasdef or attribute.attidentity <> '' as "hasDefault",
       attribute.attgenerated <> '' or attribute.attidentity = 'a' as "isComputed",
       array(
         select pg_get_constraintdef(check_.oid) from pg_constraint check_
         where check_.conrelid = class.oid and check_.contype = 'c' and check_.conkey = array[attribute.attnum]
         order by check_.conname
       ) as checks
     from pg_class class
     join pg_attribute attribute on attribute.attrelid = class.oid and attribute.attnum > 0 and not attribute.attisdropped
     join pg_type type on type.oid = attribute.atttypid
     left join pg_type item on item.oid = type.typelem and type.typcategory = 'A'
     where class.relnamespace = 'public'::regnamespace and class.relkind in ('r', 'p') and class.relname <> 'schema_migrations'
     order by class.relname collate "C", attribute.attnum`,
  )
  return rows
}
