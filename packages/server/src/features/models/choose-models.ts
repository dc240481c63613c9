import { BrainError, embeddingKinds, type ModelsView, noModel } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { splitReference } from '#platform/llm'
import { type ChoiceRow, findChoiceRow, saveChoiceRow } from './choice-store.ts'
import { resolveChoice } from './get-choice.ts'
import { viewModels } from './view-models.ts'

/** Told after another embedding model was chosen, or none: vectors of two models never compare. */
export type EmbeddingModelChosen = (ctx: WorkspaceContext, embeddingModel: string | undefined) => Promise<void>

/**
 * Chooses the models of the workspace.
 * @throws BrainError provider/not-found where one is named that is not there · request/invalid for vectors of a kind that makes none
 */
export async function chooseModels(
  ctx: WorkspaceContext,
  choice: ChoiceRow,
  onChosen?: EmbeddingModelChosen,
): Promise<ModelsView> {
  const { providers } = await viewModels(ctx)
  const providerOf = (reference: string) => {
    const found = providers.find(({ name }) => name === splitReference(reference)?.provider)
    if (found) return found
    throw new BrainError('provider/not-found', 'There is no provider of one of these models. Set it up first.')
  }
  const { embeddingModel } = choice
  for (const reference of choice.chatModels ?? []) {
    if (providerOf(reference).kind === 'onnx')
      throw new BrainError('request/invalid', 'The models inside the product make vectors only; they do not answer.')
  }
  if (embeddingModel !== null && embeddingModel !== noModel) {
    const { kind } = providerOf(embeddingModel)
    if (kind !== 'onnx' && !embeddingKinds.includes(kind))
      throw new BrainError('request/invalid', `Providers of the kind ${kind} have no embedding models.`)
  }
  const { models } = ctx.app.config
  const [before, after] = await ctx.transact(async (db) => {
    const earlier = await findChoiceRow(db)
    const chatModels = choice.chatModels && [...new Set(choice.chatModels)]
    await saveChoiceRow(db, { chatModels, embeddingModel }, ctx.app.now())
    return [resolveChoice(earlier, models), resolveChoice({ chatModels, embeddingModel }, models)] as const
  })
  if (before.embeddingModel !== after.embeddingModel) await onChosen?.(ctx, after.embeddingModel)
  return viewModels(ctx)
}
