import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { contract } from '@brain-ai/contract'
import { createClient } from '@brain-ai/sdk'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { type Screen, startScreen } from '../packages/web/e2e/browser.ts'
import { buildWebIfChanged } from './build-web.ts'

// Draws every main screen from the real product with the sample handbook: `npm run screenshots [FOLDER]`.

const folder = process.argv[2] ?? fileURLToPath(new URL('../docs/images', import.meta.url))
const owner = { email: 'owner@example.com', password: 'correct horse battery' }
const question = 'How long can I undo a delete?'

type SignedIn = Awaited<ReturnType<BrowserContext['storageState']>>

interface Shot {
  readonly name: string
  readonly path: string
  readonly ready: (page: Page) => Promise<unknown>
}

const shots: readonly Shot[] = [
  { name: 'ask', path: '/', ready: (page) => page.getByRole('heading', { level: 1 }).first().waitFor() },
  {
    name: 'answer',
    path: `/ask?q=${encodeURIComponent(question)}&source=1`,
    ready: (page) => page.locator('mark').first().waitFor(),
  },
  { name: 'search', path: '/search?q=undo', ready: (page) => page.locator('mark').first().waitFor() },
  { name: 'documents', path: '/documents', ready: (page) => page.getByRole('row').nth(3).waitFor() },
  { name: 'members', path: '/settings/members', ready: (page) => page.getByRole('heading', { level: 1 }).first().waitFor() },
  { name: 'usage', path: '/settings/usage', ready: (page) => page.getByRole('heading', { level: 1 }).first().waitFor() },
  { name: 'instance', path: '/instance/workspaces', ready: (page) => page.getByRole('heading', { level: 1 }).first().waitFor() },
  { name: 'profile', path: '/profile', ready: (page) => page.getByRole('heading', { level: 1 }).first().waitFor() },
]

const looks: readonly { name: string; options: BrowserContextOptions }[] = [
  { name: 'light', options: { colorScheme: 'light' } },
  { name: 'dark', options: { colorScheme: 'dark' } },
  { name: 'phone', options: { colorScheme: 'light', locale: 'de-DE', viewport: { width: 390, height: 844 } } },
]

await buildWebIfChanged()
mkdirSync(folder, { recursive: true })
const screen = await startScreen({
  BRAIN_OWNER_EMAIL: owner.email,
  BRAIN_OWNER_PASSWORD: owner.password,
  BRAIN_WORKSPACE: 'acme',
})
try {
  await fillWorkspace(screen)
  const signedIn = await signIn(screen)
  for (const look of looks) for (const shot of shots) await draw(screen, shot, look, signedIn)
} finally {
  await screen.close()
}

async function fillWorkspace({ server }: Screen): Promise<void> {
  const { token } = await createClient({ baseUrl: server.url }).call(contract.auth.signIn, { body: owner })
  const client = createClient({ baseUrl: server.url, token })
  await client.call(contract.documents.importSample, {})
  while ((await client.call(contract.documents.listDocuments, { query: { state: 'working', limit: 1 } })).total > 0)
    await new Promise((resolve) => setTimeout(resolve, 200))
}

async function signIn({ open }: Screen): Promise<SignedIn> {
  const { page, context } = await open('/sign-in')
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'What do you want to know?' }).waitFor()
  const state = await context.storageState()
  await context.close()
  return { ...state, origins: [] }
}

async function draw({ open }: Screen, shot: Shot, look: (typeof looks)[number], storageState: SignedIn): Promise<void> {
  const { page, context } = await open(shot.path, { ...look.options, storageState, reducedMotion: 'reduce' })
  await shot.ready(page)
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: `${folder}/${shot.name}-${look.name}.png` })
  await context.close()
  console.log(`${shot.name}-${look.name}.png`)
}
