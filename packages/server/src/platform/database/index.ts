export { type Database, openDatabase } from './database.ts'
export { migrate } from './migrate.ts'
export type { SystemDb, WorkspaceDb } from './transaction.ts'
