import { BrainError, type ListedModel } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { type ProviderSpec, splitReference } from '#platform/llm'
import { findProvider } from './find-provider.ts'
import { type ModelProblem, problemOf } from './model-problem.ts'

/**
 * The models that a provider says it has, in the order of their names, or why it says nothing: that is no fault of the request.
 * @throws BrainError provider/not-found
 */
export async function listModels(
  ctx: WorkspaceContext,
  name: string,
  isFresh: boolean,
): Promise<{ models: ListedModel[]; problem: ModelProblem | null }> {
  const local = localModel(ctx, name)
  if (local) return { models: [local], problem: null }
  try {
    const spec = await getProvider(ctx, name)
    const listed = await ctx.app.llm.listModels(spec, { signal: ctx.signal, isFresh })
    const models = listed.map(({ contextTokens, ...model }) => ({ ...model, contextTokens: contextTokens ?? null }))
    return { models: models.sort((a, b) => (a.id < b.id ? -1 : 1)), problem: null }
  } catch (error) {
    return { models: [], problem: problemOf(error) }
  }
}

function localModel(ctx: WorkspaceContext, name: string): ListedModel | undefined {
  const parts = splitReference(ctx.app.llm.localModelId ?? '')
  if (parts?.provider !== name) return undefined
  return { id: parts.model, name: parts.model, use: 'embedding', contextTokens: null }
}

/** @throws BrainError provider/not-found */
export async function getProvider(ctx: WorkspaceContext, name: string): Promise<ProviderSpec> {
  const spec = await findProvider(ctx, name)
  if (spec) return spec
  throw new BrainError('provider/not-found', 'There is no provider of this name.')
}
