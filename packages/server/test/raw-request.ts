import type { RouteSpec } from '@brain-ai/contract'

/** What somebody gets from a route, the id of the request aside: so two replies can be compared. */
export async function requestRaw(
  url: string,
  token: string | undefined,
  route: Pick<RouteSpec, 'method' | 'path'>,
  input: { params?: Record<string, string>; query?: Record<string, string>; body?: unknown } = {},
): Promise<{ status: number; body: unknown }> {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(input.params?.[name] ?? ''))
  const query = input.query ? `?${new URLSearchParams(input.query)}` : ''
  const reply = await fetch(url + path + query, {
    method: route.method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
  })
  const text = await reply.text()
  if (text === '') return { status: reply.status, body: undefined }
  const { requestId: _, ...body } = JSON.parse(text) as Record<string, unknown>
  return { status: reply.status, body }
}
