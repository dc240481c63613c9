import { randomBytes, randomUUID } from 'node:crypto'
import type { TestWorkspace } from '../world.ts'

/** Gives a workspace a row in each of its tables: some by what an import leaves behind, the rest as they are. */
export async function fillEveryTable(workspace: TestWorkspace): Promise<void> {
  await workspace.import({ title: 'Leave policy', text: 'Thirty days of leave for everyone.', collection: 'Handbook' })
  const userId = workspace.owner.id
  await workspace.transact(async ({ query, workspaceId: workspace_id }) => {
    const { id: collection_id } = await query.selectFrom('collections').select('id').executeTakeFirstOrThrow()
    await query.insertInto('collection_members').values({ workspace_id, collection_id, user_id: userId }).execute()
    await query.insertInto('idempotency_keys').values({ workspace_id, user_id: userId, key: 'one', request_hash: 'a' }).execute()
    const expires_at = new Date(Date.now() + 3_600_000)
    await query
      .insertInto('invitations')
      .values({ workspace_id, id: randomUUID(), token_hash: randomBytes(32), role: 'viewer', expires_at })
      .execute()
    const secret_hash = randomBytes(32)
    await query
      .insertInto('api_keys')
      .values({ workspace_id, id: randomUUID(), user_id: userId, name: 'Nightly', prefix: 'brain_', secret_hash, scopes: [] })
      .execute()
  })
}
