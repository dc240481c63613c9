import { contract } from '@brain-ai/contract'
import { type ServedRoute, serve } from '#platform/http'
import { createAgent, deleteAgent, rollBackAgent, updateAgent } from './change-agent.ts'
import { getAgent, listAgents } from './get-agent.ts'
import { compareVersions, listVersions } from './list-versions.ts'
import {
  addTestQuestion,
  listTestQuestions,
  removeTestQuestion,
  updateTestQuestion,
} from './test-questions/keep-test-question.ts'

const { agents } = contract

/** All but the test runs, which need answers. */
export const agentRoutes: readonly ServedRoute[] = [
  serve(agents.listAgents, (ctx) => listAgents(ctx)),
  serve(agents.createAgent, (ctx, { body }) => createAgent(ctx, body)),
  serve(agents.getAgent, (ctx, { params }) => getAgent(ctx, params.id)),
  serve(agents.updateAgent, (ctx, { params, body }) => updateAgent(ctx, params.id, body)),
  serve(agents.deleteAgent, (ctx, { params }) => deleteAgent(ctx, params.id)),
  serve(agents.listAgentVersions, (ctx, { params }) => listVersions(ctx, params.id)),
  serve(agents.compareAgentVersions, (ctx, { params, query }) => compareVersions(ctx, params.id, query)),
  serve(agents.rollBackAgent, (ctx, { params, body }) => rollBackAgent(ctx, params.id, body)),
  serve(agents.listTestQuestions, (ctx, { params }) => listTestQuestions(ctx, params.id)),
  serve(agents.addTestQuestion, (ctx, { params, body }) => addTestQuestion(ctx, params.id, body)),
  serve(agents.updateTestQuestion, (ctx, { params, body }) => updateTestQuestion(ctx, params, body)),
  serve(agents.removeTestQuestion, (ctx, { params }) => removeTestQuestion(ctx, params)),
]
