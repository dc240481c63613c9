import { contract } from '@brain-ai/contract'
import { createWorkspaceContext, type WorkspaceContext } from '#platform/context'
import type { ChatEvent, ChatModel, ChatRequest } from '#platform/llm'
import type { ScriptedProvider } from './scripted-provider/index.ts'
import type { TestWorkspace, World } from './world.ts'

/** Every kind of provider, by the name under which these settings and `addOpenAi` set it up. */
export const providerNames = ['openai', 'own', 'anthropic', 'google'] as const

/** Settings that make the scripted provider the one of every protocol: as Ollama, as Anthropic and as Google. */
export const everyProtocol = (provider: ScriptedProvider): Record<string, string> => ({
  OPENAI_BASE_URL: provider.openaiUrl,
  ANTHROPIC_API_KEY: 'sk-canary-anthropic',
  ANTHROPIC_BASE_URL: provider.anthropicUrl,
  GOOGLE_API_KEY: 'sk-canary-google',
  GOOGLE_BASE_URL: provider.googleUrl,
  BRAIN_PRIVATE_MODEL_HOSTS: '127.0.0.1',
})

/** Sets up a provider of the workspace by the name `own` that is spoken to as OpenAI itself is. */
export async function addOpenAi({ client }: TestWorkspace, provider: ScriptedProvider): Promise<void> {
  const body = { name: 'own', kind: 'openai', baseUrl: provider.openaiUrl, apiKey: 'sk-canary-openai-key' } as const
  await client.call(contract.models.createProvider, { body })
}

/** The product itself in a workspace. */
export const contextIn = ({ server }: World, { id }: TestWorkspace, signal = AbortSignal.timeout(60_000)): WorkspaceContext =>
  createWorkspaceContext(server.app, { workspaceId: id, actor: { kind: 'job', queue: 'test' }, signal })

export interface Heard {
  readonly text: string
  readonly events: readonly ChatEvent[]
  /** Undefined where it came to its end. */
  readonly error: unknown
}

/** Reads an answer to its end or its fault. */
export async function listen(model: ChatModel | undefined, request: Partial<ChatRequest>, signal: AbortSignal): Promise<Heard> {
  if (!model) throw new Error('There is no model.')
  const events: ChatEvent[] = []
  let error: unknown
  try {
    for await (const event of model.stream({ system: 'Answer.', messages: [], ...request }, { signal })) events.push(event)
  } catch (thrown) {
    error = thrown
  }
  return { text: events.map((event) => (event.name === 'text-delta' ? event.text : '')).join(''), events, error }
}

export const usageRows = (workspace: TestWorkspace) =>
  workspace.transact((db) => db.query.selectFrom('ai_usage').selectAll().orderBy('started_at').orderBy('id').execute())
