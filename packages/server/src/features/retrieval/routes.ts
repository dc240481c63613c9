import { contract } from '@brain-ai/contract'
import { type ServedRoute, serve } from '#platform/http'
import { evaluationRoutes } from './evaluation/routes.ts'
import { searchCached } from './search-cached.ts'
import { severalOfEach } from './search-request.ts'
import { suggestPlaces } from './suggest-places.ts'
import {
  cancelGeneration,
  getSearchSettings,
  rebuildVectors,
  retryGenerations,
  updateSearchSettings,
} from './vectors/search-settings.ts'

const { retrieval } = contract

export const retrievalRoutes: readonly ServedRoute[] = [
  serve(retrieval.search, (ctx, { query }) => searchCached(ctx, severalOfEach(query))),
  serve(retrieval.searchWith, (ctx, { body }) => searchCached(ctx, body)),
  serve(retrieval.suggest, (ctx, { query }) => suggestPlaces(ctx, query)),
  serve(retrieval.getSettings, (ctx) => getSearchSettings(ctx)),
  serve(retrieval.updateSettings, (ctx, { body }) => updateSearchSettings(ctx, body)),
  serve(retrieval.rebuildVectors, (ctx) => rebuildVectors(ctx)),
  serve(retrieval.cancelVectors, (ctx) => cancelGeneration(ctx)),
  serve(retrieval.retryVectors, (ctx) => retryGenerations(ctx)),
  ...evaluationRoutes,
]
