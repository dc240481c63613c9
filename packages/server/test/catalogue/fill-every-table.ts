import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { TestWorkspace } from '../world.ts'
import { fillAnswerTables } from './fill-answer-tables.ts'

/** Gives a workspace a row in each of its tables: some by what an import leaves behind, the rest as they are. */
export async function fillEveryTable(workspace: TestWorkspace): Promise<void> {
  await workspace.import({ title: 'Leave policy', text: 'Thirty days of leave for everyone.', collection: 'Handbook' })
  const userId = workspace.owner.id
  await fillAnswerTables(workspace)
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
    const tokens = { input_tokens: 9, cached_input_tokens: 0, cache_write_tokens: 0, output_tokens: 1, reasoning_tokens: 0 }
    const call = {
      kind: 'chat',
      purpose: 'answer',
      outcome: 'finished',
      is_estimated: false,
      requests: 1,
      duration_ms: 5,
    } as const
    const model = { provider: 'openai', model: 'some-model', started_at: new Date() }
    await query
      .insertInto('ai_usage')
      .values({ workspace_id, id: randomUUID(), ...model, ...call, ...tokens })
      .execute()
    const provider = { name: 'own', kind: 'openai-compatible', base_url: 'https://models.example.com/v1' } as const
    await query
      .insertInto('model_providers')
      .values({ workspace_id, id: randomUUID(), ...provider })
      .execute()
    await query
      .insertInto('model_choices')
      .values({ workspace_id, chat_models: ['own/some-model'] })
      .execute()
    const generation_id = randomUUID()
    await query
      .insertInto('embedding_generations')
      .values({ workspace_id, id: generation_id, model: 'test/small', state: 'active' })
      .execute()
    await query.insertInto('retrieval_settings').values({ workspace_id }).execute()
    const { rows } = await sql<{ type: string }>`
      select format_type(atttypid, null) as type from pg_attribute
      where attrelid = 'passage_embeddings'::regclass and attname = 'embedding'`.execute(query)
    await sql`
      insert into passage_embeddings (workspace_id, ordinal, generation_id, document_id, version, collection_key, embedding)
      select p.workspace_id, p.ordinal, ${generation_id}, p.document_id, p.version, d.collection_key,
        ${sql.raw(rows[0]!.type === 'vector' ? `'[1,0]'` : `'{1,0}'`)}
      from passages p join brain_documents d on d.workspace_id = p.workspace_id and d.id = p.document_id
      where p.workspace_id = ${workspace_id}`.execute(query)
    const { id: document_id } = await query.selectFrom('brain_documents').select('id').executeTakeFirstOrThrow()
    const [set_id, question_id, run_id] = [randomUUID(), randomUUID(), randomUUID()]
    await query.insertInto('evaluation_sets').values({ workspace_id, id: set_id, name: 'Usual', created_by: userId }).execute()
    await query
      .insertInto('evaluation_questions')
      .values({ workspace_id, id: question_id, set_id, question: 'How long?', language: 'en', created_by: userId })
      .execute()
    await query
      .insertInto('evaluation_expectations')
      .values({ workspace_id, id: randomUUID(), question_id, document_id })
      .execute()
    await query
      .insertInto('evaluation_runs')
      .values({ workspace_id, id: run_id, set_id, started_by: userId, options_a: '{}' })
      .execute()
    await query.insertInto('evaluation_results').values({ workspace_id, run_id, question_id, measures_a: '{}' }).execute()
  })
}
