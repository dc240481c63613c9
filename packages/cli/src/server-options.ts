import { UsageError } from './exit-codes.ts'
import { type Purpose, type SignedIn, signIn } from './import/sign-in.ts'

const defaultUrl = 'http://localhost:7400'

/** Options of every command that talks to a running server. */
export const serverOptions = {
  url: { type: 'string', description: `Address of the server (BRAIN_URL, else ${defaultUrl})` },
  email: { type: 'string', description: 'Who signs in' },
  key: { type: 'string', description: 'An API key instead of signing in (BRAIN_API_KEY)' },
  workspace: { type: 'string', valueHint: 'slug', description: 'Which workspace, if you belong to several' },
} as const

interface GivenServer {
  readonly url?: string | undefined
  readonly email?: string | undefined
  readonly key?: string | undefined
  readonly workspace?: string | undefined
}

/** Signs in to the server that the options name. @throws what `signIn` throws */
export function connect(given: GivenServer, purpose: Purpose): Promise<SignedIn> {
  const url = (given.url ?? process.env.BRAIN_URL ?? defaultUrl).replace(/\/+$/, '')
  return signIn({ url, email: given.email, workspace: given.workspace, key: chooseKey(given), purpose })
}

/** Whoever names an address on the command line means to sign in. */
function chooseKey({ key, email }: GivenServer): string | undefined {
  if (key !== undefined && email !== undefined) throw new UsageError('Name an API key or an e-mail address, not both.')
  return key ?? (email === undefined ? process.env.BRAIN_API_KEY || undefined : undefined)
}
