import type { AgentAsModel, AgentView } from '@brain-ai/contract'
import { getAgentByReference, listAgents } from '#agents'
import type { WorkspaceContext } from '#platform/context'

/** The agents of the workspace, as a program of OpenAI's API sees models. */
export async function listModels(ctx: WorkspaceContext): Promise<{ object: 'list'; data: AgentAsModel[] }> {
  const { agents } = await listAgents(ctx)
  return { object: 'list', data: agents.map(toModel) }
}

/** @param model id or name of an agent @throws BrainError agent/not-found */
export const getModel = async (ctx: WorkspaceContext, model: string): Promise<AgentAsModel> =>
  toModel(await getAgentByReference(ctx, model))

const toModel = ({ id, name, description, createdAt }: AgentView): AgentAsModel => ({
  id: name,
  object: 'model',
  created: Math.floor(Date.parse(createdAt) / 1000),
  owned_by: 'brain-ai',
  agent_id: id,
  description,
})
