import { assertTokensLeft, type CallPurpose, recordModelCall } from '#costs'
import type { WorkspaceContext } from '#platform/context'
import { type CallHooks, type ChatModel, chainChatModels, type EmbeddingModel, splitReference } from '#platform/llm'
import { findChoiceRow } from './choice-store.ts'
import { findInstanceProvider, findProvider, openRow } from './find-provider.ts'
import type { ModelSetting } from './find-setting.ts'
import { resolveChoice } from './get-choice.ts'
import { listProviderRows } from './provider-store.ts'

/**
 * A language model of the workspace: the one that is named, else the workspace's own choice with its fallbacks. Undefined when there
 * is no such provider, or nothing was chosen. Each call is recorded, and its tokens are counted, without further ado.
 * @param reference `<provider>/<model>`; several, by comma, for a chain of fallbacks
 * @param setting what the workspace has set, where that was read already
 * @throws BrainError model/refused when the key of its provider cannot be opened any more
 */
export async function findChatModel(
  ctx: WorkspaceContext,
  reference?: string,
  about: CallPurpose = { purpose: 'answer' },
  setting?: ModelSetting,
): Promise<ChatModel | undefined> {
  const named = reference?.split(',').map((one) => one.trim())
  const { references, rows } =
    setting && !setting.hasOwnProviders
      ? { references: named ?? setting.chatModels, rows: [] }
      : await ctx.read(async (db) => {
          const references = named ?? resolveChoice(await findChoiceRow(db), ctx.app.config.models).chatModels
          return { references, rows: references.length === 0 ? [] : await listProviderRows(db) }
        })
  const models: ChatModel[] = []
  for (const [place, one] of references.entries()) {
    const parts = splitReference(one)
    const row = rows.find(({ name }) => name === parts?.provider)
    const spec = parts && (row ? openRow(ctx, row) : findInstanceProvider(ctx, parts.provider))
    if (!spec) continue
    const hasFallback = place < references.length - 1
    models.push(ctx.app.llm.openChatModel(spec, parts.model, { hooks: hooksFor(ctx, about), hasFallback }))
  }
  const [first, ...others] = models
  return first && chainChatModels([first, ...others])
}

/**
 * An embedding model of the workspace by its id, as vectors name it: only the same model may answer for them.
 * @throws BrainError model/refused when the key of its provider cannot be opened any more
 */
export async function findEmbeddingModel(
  ctx: WorkspaceContext,
  reference: string,
  about: CallPurpose = { purpose: 'embedding' },
): Promise<EmbeddingModel | undefined> {
  const local = ctx.app.llm.openLocalModel(reference, { hooks: hooksFor(ctx, about) })
  if (local) return local
  const parts = splitReference(reference)
  const spec = parts && (await findProvider(ctx, parts.provider))
  return spec && ctx.app.llm.openEmbeddingModel(spec, parts.model, { hooks: hooksFor(ctx, about) })
}

function hooksFor(ctx: WorkspaceContext, about: CallPurpose): CallHooks {
  return {
    beforeCall: () => assertTokensLeft(ctx),
    afterCall: (call) => recordModelCall(ctx, call, about),
  }
}
