import { contract } from '@brain-ai/contract'
import { type ServedRoute, serve } from '#platform/http'
import { chooseModels, type EmbeddingModelChosen } from './choose-models.ts'
import { createProvider } from './create-provider.ts'
import { deleteProvider } from './delete-provider.ts'
import { listModels } from './list-models.ts'
import { testModel } from './test-model.ts'
import { updateProvider } from './update-provider.ts'
import { viewModels } from './view-models.ts'

const { models } = contract

/** @param given.onEmbeddingModelChosen later features build vectors with the new model */
export function modelRoutes(given: { onEmbeddingModelChosen?: EmbeddingModelChosen } = {}): ServedRoute[] {
  return [
    serve(models.getModels, (ctx) => viewModels(ctx)),
    serve(models.chooseModels, (ctx, { body }) => chooseModels(ctx, body, given.onEmbeddingModelChosen)),
    serve(models.createProvider, (ctx, { body }) => createProvider(ctx, body)),
    serve(models.updateProvider, (ctx, { params, body }) => updateProvider(ctx, params.name, body)),
    serve(models.deleteProvider, (ctx, { params }) => deleteProvider(ctx, params.name)),
    serve(models.listModels, (ctx, { params, query }) => listModels(ctx, params.name, query.fresh)),
    serve(models.testModel, (ctx, { params, body }) => testModel(ctx, params.name, body)),
  ]
}
