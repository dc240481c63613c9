import { sql } from 'kysely'
import { listTenantTables } from '../catalogue/inspect-catalogue.ts'
import type { TestWorkspace, World } from '../world.ts'

/** Everything that a workspace has in the database, by table, as a hash: the same before and after whatever changed nothing. */
export async function digestOf(world: World, workspace: TestWorkspace): Promise<Record<string, string>> {
  const { database } = world.server.app
  const tables = await listTenantTables(database.pool)
  return workspace.transact(async ({ query }) => {
    const digests: Record<string, string> = {}
    for (const table of tables) {
      const all = sql<{ digest: string }>`
        select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest from ${sql.table(table)} t`
      digests[table] = (await all.execute(query)).rows[0]!.digest
    }
    return digests
  })
}
