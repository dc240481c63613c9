import { contract } from '@brain-ai/contract'
import type { TestUser, TestWorkspace } from '../world.ts'
import type { Words } from './side.ts'

const { evaluation } = contract

/** Evaluation sets with questions and runs of the owner, and a question of the reader about what is closed to all others. */
export async function makeEvaluation(
  workspace: TestWorkspace,
  reader: TestUser,
  documents: { ready: string; spare: string; closed: string },
  { canary, closedCanary }: Words,
) {
  const { client } = workspace
  const makeSet = async (name: string) => (await client.call(evaluation.createSet, { body: { name: `${name} ${canary}` } })).id
  const add = async (by: TestUser['client'], id: string, question: string, document: string) =>
    (await by.call(evaluation.addQuestion, { params: { id }, body: { question, expected: [{ document }] } })).id
  const measure = async (id: string) => {
    const { id: runId } = await client.call(evaluation.startRun, { params: { id }, body: {} })
    const params = { id, runId }
    while ((await client.call(evaluation.getRun, { params })).state !== 'done')
      await new Promise((resolve) => setTimeout(resolve, 20))
    return runId
  }
  const set = await makeSet('Usual')
  const question = await add(client, set, `When does ${canary} open?`, documents.ready)
  const closedQuestion = await add(reader.client, set, `When does ${closedCanary} open?`, documents.closed)
  const spareSet = await makeSet('Spare')
  const spareQuestion = await add(client, spareSet, `Where does ${canary} open?`, documents.spare)
  return {
    set,
    question,
    closedQuestion,
    run: await measure(set),
    emptySet: await makeSet('Empty'),
    spare: { evaluationSet: spareSet, evaluationQuestion: spareQuestion, evaluationRun: await measure(spareSet) },
  }
}
