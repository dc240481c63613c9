import { contract } from '@brain-ai/contract'
import { serve } from '#platform/http'
import { createKey } from './create-key.ts'
import { listKeys } from './list-keys.ts'
import { revokeKey } from './revoke-key.ts'

export const keyRoutes = [
  serve(contract.keys.listKeys, async (ctx, { query }) => ({ keys: await listKeys(ctx, query) })),
  serve(contract.keys.createKey, (ctx, { body }) => createKey(ctx, body)),
  serve(contract.keys.revokeKey, (ctx, { params }) => revokeKey(ctx, params.id)),
]
