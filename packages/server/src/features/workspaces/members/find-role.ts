import type { Role } from '@brain-ai/contract'
import type { WorkspaceDb } from '#platform/database'
import { findMember } from './member-store.ts'

/** What somebody is in the workspace now; undefined for those who are no member. */
export async function findRoleOf(db: WorkspaceDb, userId: string): Promise<Role | undefined> {
  return (await findMember(db, userId))?.role
}
