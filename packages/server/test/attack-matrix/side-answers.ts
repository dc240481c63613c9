import { contract } from '@brain-ai/contract'
import type { TestWorkspace } from '../world.ts'
import type { Words } from './side.ts'

const { agents, answers, cache, conversations } = contract

/** Agents with test questions and a test run, a warm-up of the cache, conversations with answers: a usual one of each, and a spare one. */
export async function makeAnswers(workspace: TestWorkspace, { canary }: Words) {
  const { client } = workspace
  // The model that the workspace chose answers to nobody.
  const [general] = (await client.call(agents.listAgents, {})).agents
  await client.call(agents.updateAgent, { params: { id: general!.id }, body: { settings: { model: 'extractive' } } })
  const question = `When does the harbour master of ${canary} open?`
  await client.call(answers.askQuestion, { body: { question } })
  const makeAgent = async (name: string) => {
    const { id } = await client.call(agents.createAgent, {
      body: { name, model: 'extractive', instructions: `Speak of ${canary}.` },
    })
    const made = await client.call(agents.addTestQuestion, { params: { id }, body: { question, expectation: canary } })
    return { agent: id, testQuestion: made.id }
  }
  const converse = async (agent: string) => {
    const { id } = await client.call(conversations.createConversation, { body: { title: `About ${canary}`, agent } })
    const { id: run } = await client.call(answers.askQuestion, { body: { question, conversation: id } })
    return { conversation: id, message: run, run }
  }
  const usual = await makeAgent(`Guide ${canary}`)
  const other = await makeAgent(`Scribe ${canary}`)
  const params = { id: usual.agent }
  const { id: testRun } = await client.call(agents.startTestRun, { params, body: { versions: [1, 1] } })
  const isDone = async () =>
    (await client.call(agents.getTestRun, { params: { ...params, runId: testRun } })).run.state === 'complete'
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 50))
  await client.call(cache.warmUpCache, { body: {} })
  const isWarm = async () => (await client.call(cache.getCache, {})).warmup?.state === 'complete'
  while (!(await isWarm())) await new Promise((resolve) => setTimeout(resolve, 50))
  const told = { ...usual, testRun, ...(await converse(usual.agent)) }
  return {
    ids: {
      agent: [told.agent],
      testQuestion: [told.testQuestion],
      testRun: [told.testRun],
      conversation: [told.conversation],
      message: [told.message],
      run: [told.run],
    },
    spare: { ...other, ...(await converse(other.agent)) },
  }
}
