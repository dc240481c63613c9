import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract, type StartedRun } from '@brain-ai/contract'
import type { Client } from '@brain-ai/sdk'
import { startWorld } from './world.ts'

const world = await startWorld()
const workspace = await world.aWorkspace()
await workspace.import({
  title: 'Leave policy',
  format: 'markdown',
  text: '# Leave\n\nEverybody has thirty days of leave a year.\n\n## Notice\n\nThe notice period is three months to the end of a quarter.',
})
const { conversations, answers } = contract

async function begin(client: Client, given: { title?: string } = {}): Promise<string> {
  return (await client.call(conversations.createConversation, { body: given })).id
}

/** Asks and waits until the answer is there. */
async function ask(client: Client, id: string, question: string, more: { parent?: string | null } = {}): Promise<StartedRun> {
  const started = await client.call(conversations.sendMessage, { params: { id }, body: { question, ...more } })
  await end(client, started.run)
  return started
}

async function end(client: Client, run: string) {
  for await (const event of client.stream(answers.followRun, { params: { id: run } }))
    if (event.name === 'answer-end') return event.data
  throw new Error('The run had no end.')
}

test('a conversation keeps questions and answers, and takes its title from the first question', async () => {
  const id = await begin(workspace.client)
  const { run, question } = await ask(workspace.client, id, 'How many days of leave does everybody have?')
  const { conversation, messages } = await workspace.client.call(conversations.getConversation, { params: { id } })
  assert.equal(conversation.title, 'How many days of leave does everybody have?')
  assert.deepEqual(
    messages.map((message) => [message.id, message.parentId, message.role]),
    [
      [question.id, null, 'user'],
      [run, question.id, 'assistant'],
    ],
  )
  const { answer } = messages[1]!
  assert.match(answer!.answer, /thirty days/)
  assert.equal(answer!.state, 'complete')
  assert.equal(answer!.citations[0]!.title, 'Leave policy')
})
