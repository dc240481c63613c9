import { embeddingKinds, type ModelsView, type ProviderView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { findChoiceRow } from './choice-store.ts'
import { resolveChoice } from './get-choice.ts'
import { listProviderRows, type ProviderRow } from './provider-store.ts'

/** All that the workspace can use, and what it does use. */
export async function viewModels(ctx: WorkspaceContext): Promise<ModelsView> {
  const { models } = ctx.app.config
  const [rows, choice] = await ctx.transact(async (db) => [await listProviderRows(db), await findChoiceRow(db)] as const)
  const { chatModels, embeddingModel } = resolveChoice(choice, models)
  const own = rows.map((row) => viewProvider(ctx, row))
  const ofInstallation = models.providers.filter(({ name }) => !own.some((one) => one.name === name))
  return {
    providers: [
      ...ofInstallation.map(
        ({ name, kind, apiKey }): ProviderView => ({
          name,
          kind,
          origin: 'installation',
          // Where the operator's servers stand is for the operator to know.
          baseUrl: null,
          hasKey: apiKey !== undefined,
          keyEnding: null,
          state: 'ready',
          embeds: embeddingKinds.includes(kind),
        }),
      ),
      ...(models.localModel ? [viewLocal(models.localModel.name)] : []),
      ...own,
    ],
    chatModels: [...chatModels],
    embeddingModel: embeddingModel ?? null,
    own: { chatModels: choice?.chatModels ? [...choice.chatModels] : null, embeddingModel: choice?.embeddingModel ?? null },
    installation: { chatModels: [...models.chatModels], embeddingModel: models.embeddingModel ?? null },
  }
}

const viewLocal = (name: string): ProviderView => ({
  name,
  kind: 'onnx',
  origin: 'installation',
  baseUrl: null,
  hasKey: false,
  keyEnding: null,
  state: 'ready',
  embeds: true,
})

export function viewProvider(ctx: WorkspaceContext, row: ProviderRow): ProviderView {
  const { name, kind, baseUrl, keyEnding, keyId } = row
  return {
    name,
    kind,
    origin: 'workspace',
    baseUrl,
    hasKey: keyId !== null,
    keyEnding,
    state: keyId === null || ctx.app.keyRing.knows(keyId) ? 'ready' : 'key-lost',
    embeds: embeddingKinds.includes(kind),
  }
}
