import { contract } from '@brain-ai/contract'
import { serve } from '#platform/http'
import { searchPassages } from './search-passages.ts'

export const retrievalRoutes = [serve(contract.retrieval.search, (ctx, { query }) => searchPassages(ctx, query))]
