import { contract } from '@brain-ai/contract'
import { serve } from '#platform/http'
import { evaluationRoutes } from './evaluation/routes.ts'
import { searchPassages } from './search-passages.ts'
import { severalOfEach } from './search-request.ts'
import { suggestPlaces } from './suggest-places.ts'

const { retrieval } = contract

export const retrievalRoutes = [
  serve(retrieval.search, (ctx, { query }) => searchPassages(ctx, severalOfEach(query))),
  serve(retrieval.searchWith, (ctx, { body }) => searchPassages(ctx, body)),
  serve(retrieval.suggest, (ctx, { query }) => suggestPlaces(ctx, query)),
  ...evaluationRoutes,
]
