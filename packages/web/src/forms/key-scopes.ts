import { may, type Permission, type Role, scopes } from '@brain-ai/contract'

export const keyPresets = ['read', 'write', 'all'] as const
export type KeyPreset = (typeof keyPresets)[number]

const reading: readonly Permission[] = [
  'workspace.read',
  'usage.read',
  'collections.read',
  'documents.read',
  'retrieval.search',
  'agents.read',
  'answers.ask',
  'mcp.use',
]
const writing: readonly Permission[] = [...reading, 'documents.write', 'collections.write']

const wanted: Readonly<Record<KeyPreset, readonly Permission[]>> = { read: reading, write: writing, all: scopes }

/** What a key may be given by somebody of this role: never more than they may do themselves. */
export const scopesFor = (role: Role): Permission[] => scopes.filter((scope) => may(role, scope))

/** The scopes of a preset, as far as the role holds them. */
export const scopesOfPreset = (preset: KeyPreset, role: Role): Permission[] =>
  scopesFor(role).filter((scope) => wanted[preset].includes(scope))

/** The preset that gives exactly these scopes, if one does. */
export const presetOf = (chosen: readonly Permission[], role: Role): KeyPreset | undefined =>
  keyPresets.find((preset) => {
    const given = scopesOfPreset(preset, role)
    return given.length === chosen.length && given.every((scope) => chosen.includes(scope))
  })

/** The presets that differ for this role: who may not write is not offered a key for writing. */
export const presetsFor = (role: Role): KeyPreset[] =>
  keyPresets.filter((preset) => presetOf(scopesOfPreset(preset, role), role) === preset)
