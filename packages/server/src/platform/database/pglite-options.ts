import type { PGliteOptions } from '@electric-sql/pglite'
import { btree_gin } from '@electric-sql/pglite/contrib/btree_gin'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { vector } from '@electric-sql/pglite-pgvector'

/** The major version of PostgreSQL inside PGlite; a data directory of another one cannot be opened. */
export const embeddedVersion = '18'

/** The same options for making a data directory and for opening it. Small buffers: the file system caches already. */
export const pgliteOptions: PGliteOptions = {
  extensions: { vector, pg_trgm, btree_gin },
  postgresqlconf: ['shared_buffers=16MB', 'max_wal_size=64MB', 'min_wal_size=16MB'],
  // Small log segments and no flushing of each file halve the time of the first start.
  initDbStartParams: ['--wal-segsize=4', '--no-sync'],
}
