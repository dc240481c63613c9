import type { Answering } from '#answers'
import type { ServedRoute } from '#platform/http'
import { mcpRoutes } from './mcp/routes.ts'
import { openAiRoutes } from './openai/routes.ts'

/** What programs of others use as they are. @param given.version of the product */
export const integrationRoutes = (given: { answering: Answering; version: string }): ServedRoute[] => [
  ...openAiRoutes(given.answering),
  ...mcpRoutes(given),
]
