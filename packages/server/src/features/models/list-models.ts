import { BrainError, type ListedModel } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { ProviderSpec } from '#platform/llm'
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
  try {
    const spec = await getProvider(ctx, name)
    const listed = await ctx.app.llm.listModels(spec, { signal: ctx.signal, isFresh })
    const models = listed.map(({ contextTokens, ...model }) => ({ ...model, contextTokens: contextTokens ?? null }))
    return { models: models.sort((a, b) => (a.id < b.id ? -1 : 1)), problem: null }
  } catch (error) {
    return { models: [], problem: problemOf(error) }
  }
}

/** @throws BrainError provider/not-found */
export async function getProvider(ctx: WorkspaceContext, name: string): Promise<ProviderSpec> {
  const spec = await findProvider(ctx, name)
  if (spec) return spec
  throw new BrainError('provider/not-found', 'There is no provider of this name.')
}
