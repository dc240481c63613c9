export { type Agent, type AgentAtVersion, agentNotFound } from './agent.ts'
export { chooseAgent, getAgentAtVersion, getAgentByReference, getLivingAgent, listAgents } from './get-agent.ts'
export { agentRoutes } from './routes.ts'
export { listTestQuestionRows } from './test-questions/test-question-store.ts'
