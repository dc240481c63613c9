import { AgentSettings, type AgentView, agentDefaults, BrainError } from '@brain-ai/contract'
import { z } from 'zod'
import { actorMay, type WorkspaceContext } from '#platform/context'

/** An agent with what its newest version says. */
export interface Agent {
  readonly id: string
  readonly isGeneral: boolean
  readonly version: number
  readonly settings: AgentSettings
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** One version of an agent, as those who answer need it. */
export interface AgentAtVersion {
  readonly id: string
  readonly version: number
  readonly settings: AgentSettings
}

export const agentNotFound = () => new BrainError('agent/not-found', 'There is no such agent in this workspace.')

export const versionNotFound = (version: number) =>
  new BrainError('agent/version-not-found', `The agent has no version ${version}.`, { version })

const stored = AgentSettings.partial().extend({ name: z.string() })

/** Settings as a version has them; what it was made before is as in the defaults. */
export function readSettings(row: unknown): AgentSettings {
  const known = stored.parse(row)
  return { ...agentDefaults, ...withoutUndefined(known), name: known.name }
}

/** The settings after a change; what the change leaves out stays. */
export const changeSettings = (
  before: AgentSettings,
  change: { readonly [F in keyof AgentSettings]?: AgentSettings[F] | undefined },
): AgentSettings => ({ ...before, ...withoutUndefined(change) })

/** What anyone in the workspace sees of an agent; the settings are for those who may change them. */
export function viewAgent(ctx: WorkspaceContext, { id, isGeneral, version, settings, createdAt, updatedAt }: Agent): AgentView {
  return {
    id,
    name: settings.name,
    description: settings.description,
    isGeneral,
    version,
    model: settings.model,
    settings: actorMay(ctx.actor, 'agents.write') ? settings : null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}

function withoutUndefined<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never
}
