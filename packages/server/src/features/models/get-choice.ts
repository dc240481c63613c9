import type { WorkspaceContext } from '#platform/context'
import { findChoiceRow } from './choice-store.ts'

/** The models that a workspace uses, as `<provider>/<model>`. */
export interface ModelChoice {
  /** The first one answers, each other when the one before fails; empty: the built-in answerer does. */
  readonly chatModels: readonly string[]
  readonly embeddingModel: string | undefined
}

/** What the workspace chose, and where it chose nothing what the installation has. */
export async function getModelChoice(ctx: WorkspaceContext): Promise<ModelChoice> {
  const row = await ctx.transact(findChoiceRow)
  const { chatModels, embeddingModel } = ctx.app.config.models
  return {
    chatModels: row?.chatModels ?? chatModels,
    // An empty name is a choice as well: no vectors.
    embeddingModel: (row?.embeddingModel ?? embeddingModel) || undefined,
  }
}
