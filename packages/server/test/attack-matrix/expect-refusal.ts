import {
  scopes as allScopes,
  type ErrorCode,
  isReading,
  may,
  type Permission,
  type Role,
  type RouteSpec,
} from '@brain-ai/contract'

/** What somebody is, as far as the workspace is concerned that their request names. */
export interface Standing {
  readonly isSignedIn: boolean
  readonly isOperator?: true
  /** Undefined for those who do not belong to it, or came with the key of another one. */
  readonly role?: Role
  /** What an API key was given; undefined for a session. */
  readonly scopes?: readonly Permission[]
  readonly isSuspended?: true
}

/** How the contract and the policy say that a request is refused; undefined where it is let in. */
export function expectRefusal(
  { may: needed, allowsKeys }: RouteSpec,
  standing: Standing,
  besides: Permission | undefined,
): ErrorCode | undefined {
  const { isSignedIn, isOperator, role, scopes, isSuspended } = standing
  if (needed === 'anyone') return undefined
  if (!isSignedIn) return 'auth/required'
  if (needed === 'signed-in' || needed === 'operator') {
    if (scopes && !allowsKeys) return 'auth/keys-not-allowed'
    return needed === 'operator' && !isOperator ? 'auth/forbidden' : undefined
  }
  if (role === undefined) return 'workspace/not-found'
  if (!may(role, needed)) return 'auth/forbidden'
  if (scopes && !allScopes.includes(needed)) return 'auth/keys-not-allowed'
  if (scopes && !scopes.includes(needed)) return 'auth/scope-missing'
  if (isSuspended && !isReading(needed)) return 'workspace/suspended'
  return besides && !may(role, besides) ? 'auth/forbidden' : undefined
}
