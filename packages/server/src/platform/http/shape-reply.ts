import type { RouteSpec } from '@brain-ai/contract'
import type { z } from 'zod'

/** Drops what the contract does not promise, so that no column ever leaks. @throws Error where the reply breaks the contract */
export function shapeReply(route: RouteSpec, result: unknown): unknown {
  if (!route.reply) return undefined
  // The contract names schemas by their inferred types only; each of them is a zod schema.
  const shaped = (route.reply as unknown as z.ZodType).safeParse(result)
  if (shaped.success) return shaped.data
  throw new Error(`The reply of ${route.method} ${route.path} breaks its contract: ${shaped.error.message}`)
}
