import type { PGlite } from '@electric-sql/pglite'

const maxLogBytes = 32 * 1024 * 1024

// PGlite has no background processes, so what they would do on a server is done between two requests.

/** The checkpointer's part: without it the write-ahead log only grows, and with it the time of a restart after a kill. */
export async function shortenLog(database: PGlite): Promise<void> {
  const { rows } = await database.query<{ bytes: string }>(
    'select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn) as bytes from pg_control_checkpoint()',
  )
  if (Number(rows[0]?.bytes) > maxLogBytes) await database.exec('checkpoint')
}

/** The autovacuum launcher's part: the quoted names of the tables of which about a fifth has changed since the last time. */
export async function findTablesToVacuum(database: PGlite): Promise<string[]> {
  const { rows } = await database.query<{ name: string }>(
    `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
     where n_dead_tup > 500 + 0.2 * n_live_tup or n_mod_since_analyze > 500 + 0.2 * n_live_tup`,
  )
  return rows.map(({ name }) => name)
}
