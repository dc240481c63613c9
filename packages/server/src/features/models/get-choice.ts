import { noModel } from '@brain-ai/contract'
import type { ModelsConfig } from '#config'
import type { WorkspaceContext } from '#platform/context'
import { type ChoiceRow, findChoiceRow } from './choice-store.ts'

/** The models that a workspace uses, as `<provider>/<model>`. */
export interface ModelChoice {
  /** The first one answers, each other when the one before fails; empty: the built-in answerer does. */
  readonly chatModels: readonly string[]
  readonly embeddingModel: string | undefined
}

/** What the workspace chose, and where it chose nothing what the installation has. */
export async function getModelChoice(ctx: WorkspaceContext): Promise<ModelChoice> {
  return resolveChoice(await ctx.transact(findChoiceRow), ctx.app.config.models)
}

export function resolveChoice(row: ChoiceRow | undefined, installation: ModelsConfig): ModelChoice {
  const embeddingModel = row?.embeddingModel ?? installation.embeddingModel
  return {
    chatModels: row?.chatModels ?? installation.chatModels,
    embeddingModel: embeddingModel === noModel ? undefined : embeddingModel,
  }
}
