import { z } from 'zod'
import { type Permission, scopes } from './permissions.ts'
import { route } from './route.ts'

const Scope = z.enum(scopes as [Permission, ...Permission[]])

export const ApiKeyView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    prefix: z.string().describe('the first characters of the key, to tell it by'),
    scopes: z.array(Scope),
    member: z.object({ userId: z.string(), name: z.string() }),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
    expiresAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ApiKey' })
export type ApiKeyView = z.infer<typeof ApiKeyView>

const tag = 'API keys'
const params = z.object({ slug: z.string().max(80) })

export const keys = {
  listKeys: route({
    method: 'GET',
    path: '/api/workspaces/{slug}/api-keys',
    summary: 'Your own API keys; with `all`, for owners and admins, those of every member',
    tag,
    may: 'keys.read',
    params,
    query: z.object({ all: z.stringbool().default(false) }),
    reply: z.object({ keys: z.array(ApiKeyView) }),
  }),
  createKey: route({
    method: 'POST',
    path: '/api/workspaces/{slug}/api-keys',
    summary: 'Make an API key; the key itself is in this reply and never again',
    tag,
    may: 'keys.write',
    tellsSecret: true,
    params,
    body: z.object({
      name: z.string().trim().min(1).max(80),
      scopes: z.array(Scope).min(1).max(scopes.length),
      expiresAt: z.iso.datetime().nullable().default(null),
    }),
    status: 201,
    reply: z.object({ key: z.string().describe('brain_<id>_<secret>'), apiKey: ApiKeyView }),
  }),
  revokeKey: route({
    method: 'DELETE',
    path: '/api/workspaces/{slug}/api-keys/{id}',
    summary: 'Revoke an API key at once: your own, or as owner or admin that of any member',
    tag,
    may: 'keys.read',
    params: params.extend({ id: z.uuid() }),
    status: 204,
  }),
}
