/** The one policy table: who may do what in a workspace. Deny by default. Routes, jobs and screens read it. */
export const roles = ['owner', 'admin', 'member', 'viewer'] as const
export type Role = (typeof roles)[number]

export const policy = {
  'workspace.read': ['owner', 'admin', 'member', 'viewer'],
  'collections.read': ['owner', 'admin', 'member', 'viewer'],
  'collections.write': ['owner', 'admin', 'member'],
  'documents.read': ['owner', 'admin', 'member', 'viewer'],
  'documents.write': ['owner', 'admin', 'member'],
  'retrieval.search': ['owner', 'admin', 'member', 'viewer'],
  'answers.ask': ['owner', 'admin', 'member', 'viewer'],
  'ops.read': ['owner', 'admin'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof policy

/** Whether a role holds a permission. */
export const may = (role: Role, permission: Permission): boolean => (policy[permission] as readonly Role[]).includes(role)
