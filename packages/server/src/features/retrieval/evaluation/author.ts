import type { WorkspaceContext } from '#platform/context'

/** Who writes questions and starts runs: a member, as only members read what they expect. */
export function authorOf({ actor }: WorkspaceContext): string {
  if (actor.kind !== 'member') throw new Error('Evaluation sets are written by members.')
  return actor.userId
}
