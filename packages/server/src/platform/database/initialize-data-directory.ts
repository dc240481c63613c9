import { PGlite } from '@electric-sql/pglite'
import { pgliteOptions } from './pglite-options.ts'

// Run as a process of its own: making the directory needs 600 MB of memory that no thread would give back.
const database = await PGlite.create({ ...pgliteOptions, extensions: {}, dataDir: process.argv[2] as string })
await database.close()
