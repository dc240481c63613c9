import type { WorkspaceContext } from '#platform/context'
import { findChoiceRow, saveChoiceRow } from './choice-store.ts'
import { deleteProviderRow } from './provider-store.ts'
import { noProvider } from './update-provider.ts'

/** Deletes a provider of the workspace with its key. Choices that name it lose it. @throws BrainError provider/not-found */
export async function deleteProvider(ctx: WorkspaceContext, name: string): Promise<void> {
  await ctx.transact(async (db) => {
    if (!(await deleteProviderRow(db, name))) throw noProvider()
    const choice = await findChoiceRow(db)
    if (!choice) return
    const isOfIt = (reference: string) => reference.startsWith(`${name}/`)
    const { chatModels, embeddingModel } = choice
    if (!chatModels?.some(isOfIt) && !(embeddingModel && isOfIt(embeddingModel))) return
    const left = chatModels?.filter((one) => !isOfIt(one)) ?? null
    const next = {
      // A chain of which nothing is left is no wish for the built-in answerer.
      chatModels: left?.length === 0 && chatModels?.length !== 0 ? null : left,
      embeddingModel: embeddingModel !== null && isOfIt(embeddingModel) ? null : embeddingModel,
    }
    await saveChoiceRow(db, next, ctx.app.now())
  })
}
