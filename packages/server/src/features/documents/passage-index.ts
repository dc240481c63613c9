import type { WorkspaceDb } from '#platform/database'

/** What is indexed of a passage. */
export interface PassageText {
  readonly title: string
  readonly headingPath: readonly string[]
  readonly language: string
  readonly text: string
}

/**
 * What finds passages. It belongs to a later feature and is handed in by wiring; it works in the transaction of the caller, so
 * that a passage and its place in the index come and go together.
 */
export interface PassageIndex {
  /** @returns the ordinal of each passage, in the order given; it is stored with the passage */
  addPassages(db: WorkspaceDb, passages: readonly PassageText[]): Promise<number[]>
  /** Needs what was given when they were added, and their ordinals. */
  removePassages(db: WorkspaceDb, passages: readonly (PassageText & { readonly ordinal: number })[]): Promise<void>
  /** Told in the transaction after which a document is found by other passages: it was read, given another title, or brought back. */
  notePassages(db: WorkspaceDb, documentId: string): Promise<void>
}
