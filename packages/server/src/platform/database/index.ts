export { prepareDatabaseTemplate } from './data-directory.ts'
export { type Database, openDatabase } from './database.ts'
export { migrate } from './migrate.ts'
export type { Reader, SystemDb, WorkspaceDb } from './transaction.ts'
