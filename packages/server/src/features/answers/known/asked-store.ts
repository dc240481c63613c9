import { sql } from 'kysely'
import { generalAgent } from '#agents'
import { type ReadingState, readingStates } from '#documents'
import { type SettingRow, settingRow } from '#models'
import type { WorkspaceDb } from '#platform/database'

export interface AskedRow {
  /** To be read by `toGeneralAgent`. */
  readonly general: object | null
  readonly models: SettingRow
  /** Of each of the members, in their order. */
  readonly states: readonly ReadingState[]
}

/** What an answer to a member depends on besides the agent, as it was read, in JSON; to be held against what is so later. */
export interface AskedBasis {
  /** A `SettingRow`. */
  readonly models: string
  /** A `ReadingState`. */
  readonly reading: string
}

/** What answers to these members depend on; one round trip, with every question. */
export async function findAsked(db: WorkspaceDb, userIds: readonly string[]): Promise<AskedRow> {
  const { rows } = await sql<AskedRow>`
    /* keep plan */ select ${generalAgent(db)} as general, ${settingRow(db)} as models, ${readingStates(db, userIds)} as states`.execute(
    db.query,
  )
  return rows[0]!
}
