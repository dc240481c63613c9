import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { contract } from '@brain-ai/contract'
import type { TestWorkspace } from '../world.ts'

/** An agent, a conversation with an answer that quotes, an answer that is known, one that is being made, and a test run. */
export async function fillAnswerTables({ client, owner, transact }: TestWorkspace): Promise<void> {
  const { id: conversation } = await client.call(contract.conversations.createConversation, { body: { title: 'Leave' } })
  const question = { question: 'How many days of leave for everyone?', conversation }
  const { agent } = await client.call(contract.answers.askQuestion, { body: question })
  const alone = { question: 'How many days of leave does everyone have?' }
  while (!(await client.call(contract.answers.askQuestion, { body: alone })).isFromCache) await delay(25)
  const params = { id: agent.id }
  await client.call(contract.agents.addTestQuestion, { params, body: { question: 'How many days?' } })
  await client.call(contract.agents.startTestRun, { params, body: { versions: [1, 1] } })
  await client.call(contract.cache.warmUpCache, { body: {} })
  await transact(async ({ query, workspaceId: workspace_id }) => {
    const id = randomUUID()
    const of = { workspace_id, id, user_id: owner.id }
    await query
      .insertInto('agent_messages')
      .values({ ...of, role: 'assistant', state: 'running', question: 'Why?', agent_id: agent.id, agent_version: 1 })
      .execute()
    const lease = { lease_token: randomUUID(), lease_until: new Date(Date.now() + 3_600_000) }
    await query
      .insertInto('agent_runs')
      .values({ ...of, ...lease })
      .execute()
  })
}
