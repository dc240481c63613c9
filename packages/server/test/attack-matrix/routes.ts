import { contract, type RouteSpec } from '@brain-ai/contract'
import { accountEntries } from './entries/of-accounts.ts'
import { agentEntries } from './entries/of-agents.ts'
import { cacheEntries } from './entries/of-cache.ts'
import { documentEntries } from './entries/of-documents.ts'
import { evaluationEntries } from './entries/of-evaluation.ts'
import { integrationEntries } from './entries/of-integrations.ts'
import { modelEntries } from './entries/of-models.ts'
import { workspaceEntries } from './entries/of-workspaces.ts'
import type { Entries, Entry } from './entry.ts'

const entries: Entries = {
  ...accountEntries,
  ...workspaceEntries,
  ...documentEntries,
  ...evaluationEntries,
  ...modelEntries,
  ...agentEntries,
  ...cacheEntries,
  ...integrationEntries,
}

/** A route of the contract with the way to ask it. Channels of live updates join this list when the contract has some. */
export interface MatrixRoute {
  /** As `documents.getDocument`. */
  readonly name: string
  readonly spec: RouteSpec
  readonly entry: Entry
}

/** Every route of the contract. @throws Error for one without an entry */
export function listMatrixRoutes(): MatrixRoute[] {
  return Object.entries(contract).flatMap(([feature, routes]) =>
    Object.entries<RouteSpec>(routes).map(([route, spec]) => {
      const name = `${feature}.${route}`
      const entry = (entries as Record<string, Record<string, Entry>>)[feature]?.[route]
      if (!entry) throw new Error(`${name} has no entry in the attack matrix.`)
      return { name, spec, entry }
    }),
  )
}
