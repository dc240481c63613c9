import { BrainError, contract, may, type Permission } from '@brain-ai/contract'
import { type Client, createClient } from '@brain-ai/sdk'
import { CommandError, exitCodes, UsageError } from '../exit-codes.ts'
import { askPerson } from '../terminal/ask-person.ts'
import { findSession, saveSession, sessionFilePath } from './session-file.ts'

export interface SignedIn {
  readonly client: Client
  readonly url: string
  readonly token: string
  readonly workspace: string
}

/** What somebody signs in for: the permission that it takes, and its name in a sentence. */
export interface Purpose {
  readonly permission: Permission
  readonly name: string
}

/**
 * Signs in to a server: with an API key, which is not kept; else with the session kept from the last time while it is valid, else with the password from
 * BRAIN_PASSWORD or from the person at the terminal.
 * @throws UsageError when e-mail or password are missing and nobody can be asked; BrainError auth/wrong-credentials
 */
export async function signIn(given: {
  url: string
  email: string | undefined
  workspace: string | undefined
  key: string | undefined
  purpose: Purpose
}): Promise<SignedIn> {
  const { url, workspace, purpose } = given
  if (given.key !== undefined) return enterWithKey(given.key, given)
  const path = sessionFilePath()
  const kept = await findSession(path, given.url)
  if (kept && (given.email === undefined || given.email === kept.email)) {
    const found = await enterWorkspace(kept.token, { url, workspace, purpose })
    if (found) return found
    await saveSession(path, given.url, undefined)
  }
  const email = given.email ?? (await askPerson('E-mail: '))
  if (!email) throw new UsageError('Say who you are with --email.')
  const password = process.env.BRAIN_PASSWORD || (await askPerson(`Password of ${email}: `, { isHidden: true }))
  if (!password) throw new UsageError('Set BRAIN_PASSWORD, or run this at a terminal to be asked for the password.')

  const { token } = await createClient({ baseUrl: given.url }).call(contract.auth.signIn, { body: { email, password } })
  await saveSession(path, given.url, { email, token })
  const found = await enterWorkspace(token, { url, workspace, purpose })
  if (!found) throw new BrainError('auth/required', 'The server does not accept the session it has just opened.')
  return found
}

interface Entrance {
  readonly url: string
  readonly workspace: string | undefined
  readonly purpose: Purpose
}

async function enterWithKey(key: string, entrance: Entrance): Promise<SignedIn> {
  const found = await enterWorkspace(key, entrance)
  if (found) return found
  throw new CommandError(exitCodes.unavailable, 'The server does not know this API key; it may be revoked, expired or mistyped.')
}

/** Undefined when the session has ended. */
async function enterWorkspace(token: string, { url, workspace: slug, purpose }: Entrance): Promise<SignedIn | undefined> {
  try {
    const { workspaces } = await createClient({ baseUrl: url, token }).call(contract.auth.getMe)
    const names = workspaces.map((workspace) => workspace.slug).join(', ')
    if (slug === undefined && workspaces.length > 1) throw new UsageError(`Choose one with --workspace: ${names}.`)
    const workspace = slug === undefined ? workspaces[0] : workspaces.find((one) => one.slug === slug)
    if (!workspace) throw new UsageError(`You do not belong to the workspace ${slug ?? ''}. There are: ${names || 'none'}.`)
    if (!may(workspace.role, purpose.permission))
      throw new CommandError(exitCodes.unavailable, `As ${workspace.role} of ${workspace.name} you may not ${purpose.name}.`)
    return { client: createClient({ baseUrl: url, token, workspace: workspace.slug }), url, token, workspace: workspace.slug }
  } catch (error) {
    if (error instanceof BrainError && error.code === 'auth/required') return undefined
    throw error
  }
}
