import type { RouteSpec } from '@brain-ai/contract'

/** Where each protocol puts our code; a tool of the Model Context Protocol is refused inside a good reply. */
export function codeOfError({ speaks }: RouteSpec, { headers }: Response, text: string): string | undefined {
  const type = headers.get('content-type') ?? ''
  if (type.startsWith('application/problem+json')) return (JSON.parse(text) as { code: string }).code
  if (speaks === undefined || !type.startsWith('application/json') || text === '') return undefined
  const { error, result } = JSON.parse(text) as {
    error?: { brain_code?: string; data?: { code?: string } }
    result?: { isError?: boolean; _meta?: { code?: string } }
  }
  return error?.brain_code ?? error?.data?.code ?? (result?.isError ? result._meta?.code : undefined)
}
