import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { BrainError } from '@brain-ai/contract'
import type { App } from '#platform/context'
import type { SystemDb } from '#platform/database'
import { toSlug } from '../slug.ts'
import { addMember, hasAnyWorkspace, insertUser, insertWorkspace } from '../workspace-store.ts'
import { findInstanceSetting, saveInstanceSetting } from './instance-settings.ts'
import { hashPassword } from './password-hash.ts'

const setting = 'setup-token'

export interface Owner {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly workspaceName: string
  readonly workspaceSlug?: string
  /** Undefined: the one that their browser asks for. */
  readonly language?: 'en' | 'de'
}

/**
 * Makes the one-time token of the setup link while nobody owns this installation; undefined once somebody does.
 * Each start makes another one, so that a link from an old log opens nothing.
 */
export async function issueSetupToken(app: App): Promise<string | undefined> {
  return app.database.asSystem(async (db) => {
    if (await hasAnyWorkspace(db)) return undefined
    const token = randomBytes(24).toString('base64url')
    await saveInstanceSetting(db, setting, digest(token).toString('base64'))
    return token
  })
}

/** Whether somebody owns this installation. */
export const isSetUp = (app: App): Promise<boolean> => app.database.asSystem(hasAnyWorkspace)

/**
 * Makes the owner and the first workspace, or nothing at all.
 * @throws BrainError setup/already-done · setup/token-wrong
 */
export async function setUpWithToken(app: App, token: string, owner: Owner): Promise<{ userId: string; workspaceId: string }> {
  return setUp(app, owner, async (db) => {
    const expected = await findInstanceSetting(db, setting, true)
    const isRight = typeof expected === 'string' && timingSafeEqual(Buffer.from(expected, 'base64'), digest(token))
    if (!isRight)
      throw new BrainError(
        'setup/token-wrong',
        'This setup link is not valid. Use the newest one that the start of the server printed.',
      )
  })
}

/** Set-up from the environment: does nothing where somebody owns the installation already. */
export async function setUpFromConfig(app: App): Promise<{ userId: string; workspaceId: string } | undefined> {
  const { owner } = app.config
  if (!owner || (await isSetUp(app))) return undefined
  const name = owner.email.split('@')[0] ?? owner.email
  return setUp(
    app,
    {
      name,
      email: owner.email,
      password: owner.password,
      workspaceName: owner.workspace,
      workspaceSlug: owner.workspace,
    },
    async () => {},
  )
}

async function setUp(app: App, owner: Owner, assertMay: (db: SystemDb) => Promise<void>) {
  const passwordHash = await hashPassword(owner.password)
  return app.database.asSystem(async (db) => {
    if (await hasAnyWorkspace(db))
      throw new BrainError(
        'setup/already-done',
        'This installation has an owner already. Sign in, or ask the owner for an invitation.',
      )
    await assertMay(db)
    const userId = app.newId()
    const workspaceId = app.newId()
    await insertUser(db, {
      id: userId,
      name: owner.name,
      email: owner.email.trim().toLowerCase(),
      language: owner.language ?? null,
      passwordHash,
      accountId: app.newId(),
      isOperator: true,
    })
    const slug = owner.workspaceSlug ?? toSlug(owner.workspaceName)
    const { defaultPlan: plan } = app.config.workspaces
    await insertWorkspace(db, { id: workspaceId, slug, name: owner.workspaceName, language: owner.language ?? 'en', plan })
    await addMember({ query: db.query, workspaceId }, app.now(), { userId, role: 'owner' })
    // Used up: the row stays locked until here, so a double click makes one owner.
    await saveInstanceSetting(db, setting, null)
    return { userId, workspaceId }
  })
}

const digest = (token: string) => createHash('sha256').update(token).digest()
