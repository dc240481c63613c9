import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { contract, type Permission } from '@brain-ai/contract'
import OpenAI from 'openai'
import { piecesOf, ScriptedProvider } from './scripted-provider/index.ts'
import { startWorld, type TestWorkspace } from './world.ts'

const provider = await ScriptedProvider.start()
after(() => provider[Symbol.asyncDispose]())
const world = await startWorld(provider.env)

async function makeKey({ client, slug }: TestWorkspace, scopes: Permission[]): Promise<string> {
  return (await client.call(contract.keys.createKey, { params: { slug }, body: { name: 'Program', scopes } })).key
}
const connect = (apiKey: string) => new OpenAI({ apiKey, baseURL: `${world.url}/v1`, maxRetries: 0 })

test('a chat completion is the answer of an agent, with citations', async () => {
  const workspace = await world.aWorkspace()
  await workspace.import({ title: 'Leave', text: 'Everybody has thirty days of leave a year.' })
  const agent = await workspace.client.call(contract.agents.createAgent, { body: { name: 'Quoter', model: 'extractive' } })
  const openai = connect(await makeKey(workspace, ['answers.ask']))
  const reply = await openai.chat.completions.create({
    model: agent.name,
    messages: [{ role: 'user', content: 'How many days of leave does everybody have?' }],
  })
  assert.match(reply.choices[0]!.message.content!, /thirty days of leave a year\. \[1\]|thirty days of leave a year \[1\]/)
  assert.equal(reply.choices[0]!.finish_reason, 'stop')
})
