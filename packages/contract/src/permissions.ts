/** The one policy table: who may do what in a workspace. Deny by default. Routes, sockets, jobs and screens read it. */
export const roles = ['owner', 'admin', 'member', 'viewer'] as const
export type Role = (typeof roles)[number]

interface Rule {
  readonly roles: readonly Role[]
  /** Changes nothing: it stays while the workspace is suspended. */
  readonly isReading?: true
  /** Never through an API key, whatever its scopes say. */
  readonly isPersonal?: true
}

const everyone = roles
const writers = ['owner', 'admin', 'member'] as const
const managers = ['owner', 'admin'] as const

export const policy = {
  'workspace.read': { roles: everyone, isReading: true },
  'workspace.write': { roles: managers },
  'workspace.own': { roles: ['owner'], isPersonal: true },
  'workspace.leave': { roles: everyone, isReading: true, isPersonal: true },
  'members.read': { roles: everyone, isReading: true },
  'members.write': { roles: managers },
  'usage.read': { roles: everyone, isReading: true },
  'keys.read': { roles: everyone, isReading: true, isPersonal: true },
  'keys.write': { roles: everyone, isPersonal: true },
  'keys.manage': { roles: managers, isPersonal: true },
  'collections.read': { roles: everyone, isReading: true },
  'collections.write': { roles: writers },
  'collections.manage': { roles: managers },
  'models.read': { roles: writers, isReading: true },
  'models.manage': { roles: managers },
  'costs.read': { roles: managers, isReading: true },
  'documents.read': { roles: everyone, isReading: true },
  'documents.write': { roles: writers },
  'retrieval.search': { roles: everyone, isReading: true },
  'agents.read': { roles: everyone, isReading: true },
  'agents.write': { roles: managers },
  'retrieval.manage': { roles: managers },
  'evaluation.read': { roles: everyone, isReading: true },
  'evaluation.write': { roles: writers },
  'answers.ask': { roles: everyone },
  'answers.read': { roles: everyone, isReading: true },
  'cache.manage': { roles: managers },
  'models.embed': { roles: writers },
  'conversations.read': { roles: everyone, isReading: true },
  'conversations.write': { roles: everyone },
  'mcp.use': { roles: everyone },
  'ops.read': { roles: managers, isReading: true },
} as const satisfies Record<string, Rule>

export type Permission = keyof typeof policy

export const permissions = Object.keys(policy) as Permission[]

const ruleOf = (permission: Permission): Rule => policy[permission]

/** Whether a role holds a permission. */
export const may = (role: Role, permission: Permission): boolean => ruleOf(permission).roles.includes(role)

/** Whether a permission stays while the workspace is suspended. */
export const isReading = (permission: Permission): boolean => ruleOf(permission).isReading === true

/** What an API key can be given as a scope. Besides, its member must hold the permission at the time of each request. */
export const scopes = permissions.filter((permission) => ruleOf(permission).isPersonal !== true)
