import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { contract } from '@brain-ai/contract'
import { type Client, createClient } from '@brain-ai/sdk'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { type Screen, startScreen } from '../packages/web/e2e/browser.ts'
import { buildWebIfChanged } from './build-web.ts'

// Draws every main screen from the real product with the sample handbook: `npm run screenshots [FOLDER [NAME...]]`.

const folder = process.argv[2] ?? fileURLToPath(new URL('../docs/images', import.meta.url))
/** Only these, where any are named. */
const wanted = process.argv.slice(3)
const owner = { email: 'owner@example.com', password: 'correct horse battery' }
const question = 'How long can I undo a delete?'

type SignedIn = Awaited<ReturnType<BrowserContext['storageState']>>

/** What was put into the workspace, to find it again. */
interface Filled {
  readonly conversation: string
  readonly answer: string
  readonly agent: string
}

interface Shot {
  readonly name: string
  readonly path: string | ((filled: Filled) => string)
  readonly ready: (page: Page) => Promise<unknown>
}

const shots: readonly Shot[] = [
  { name: 'ask', path: '/', ready: (page) => page.getByRole('heading', { level: 1 }).first().waitFor() },
  {
    name: 'conversation',
    path: ({ conversation, answer }) => `/conversations/${conversation}?source=1&of=${answer}`,
    ready: (page) => page.locator('mark').first().waitFor(),
  },
  {
    name: 'why',
    path: ({ conversation, answer }) => `/conversations/${conversation}?why=${answer}`,
    ready: (page) => page.getByRole('complementary').locator('dl').waitFor(),
  },
  {
    name: 'conversations',
    path: '/conversations',
    ready: (page) => page.getByRole('main').getByRole('listitem').first().waitFor(),
  },
  { name: 'agents', path: '/agents', ready: (page) => page.getByRole('main').getByRole('listitem').nth(1).waitFor() },
  { name: 'agent', path: ({ agent }) => `/agents/${agent}`, ready: (page) => page.locator('form').first().waitFor() },
  {
    name: 'versions',
    path: ({ agent }) => `/agents/${agent}?tab=versions`,
    ready: (page) => page.getByRole('main').locator('dl').waitFor(),
  },
  {
    name: 'test-bench',
    path: ({ agent }) => `/agents/${agent}?tab=bench`,
    ready: async (page) => {
      await page.getByRole('main').locator('article').first().waitFor()
      await page.getByRole('heading', { name: /side by side|nebeneinander/ }).scrollIntoViewIfNeeded()
      await page.getByRole('main').locator('article').first().scrollIntoViewIfNeeded()
    },
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
  const filled = await fillWorkspace(screen)
  const signedIn = await signIn(screen)
  for (const look of looks)
    for (const shot of shots.filter(({ name }) => wanted.length === 0 || wanted.includes(name)))
      await draw(screen, shot, look, signedIn, filled)
} finally {
  await screen.close()
}

async function fillWorkspace({ server }: Screen): Promise<Filled> {
  const { token } = await createClient({ baseUrl: server.url }).call(contract.auth.signIn, { body: owner })
  const client = createClient({ baseUrl: server.url, token })
  await client.call(contract.documents.importSample, {})
  while ((await client.call(contract.documents.listDocuments, { query: { state: 'working', limit: 1 } })).total > 0)
    await new Promise((resolve) => setTimeout(resolve, 200))
  await converse(client, ['How do members share a conversation?'])
  await converse(client, ['Who may read a closed collection?'])
  const { conversation, answer } = await converse(client, ['What is an agent?', question])
  return { conversation, answer, agent: await makeAgent(client) }
}

/** Asks one question after the other. */
async function converse(client: Client, questions: readonly string[]): Promise<{ conversation: string; answer: string }> {
  const { id } = await client.call(contract.conversations.createConversation, { body: {} })
  let answer = ''
  for (const text of questions) {
    const { run } = await client.call(contract.conversations.sendMessage, { params: { id }, body: { question: text } })
    for await (const _ of client.stream(contract.answers.followRun, { params: { id: run } }));
    answer = run
  }
  return { conversation: id, answer }
}

/** An agent with two versions that were compared. */
async function makeAgent(client: Client): Promise<string> {
  const { id, version } = await client.call(contract.agents.createAgent, {
    body: {
      name: 'Onboarding',
      description: 'Answers the questions of the first weeks.',
      instructions: 'Answer for somebody who is new here.',
    },
  })
  const params = { id }
  await client.call(contract.agents.updateAgent, {
    params,
    body: {
      version,
      note: 'Say where to go on reading',
      settings: {
        instructions: 'Answer for somebody who is new here.\nSay where to go on reading.',
        length: 'short',
        passages: 4,
        tools: ['search'],
      },
    },
  })
  for (const text of [question, 'What is an agent?'])
    await client.call(contract.agents.addTestQuestion, { params, body: { question: text } })
  const run = await client.call(contract.agents.startTestRun, { params, body: { versions: [1, 2] } })
  const look = { params: { id, runId: run.id } }
  while ((await client.call(contract.agents.getTestRun, look)).run.state === 'running')
    await new Promise((resolve) => setTimeout(resolve, 200))
  return id
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

async function draw(
  { open }: Screen,
  shot: Shot,
  look: (typeof looks)[number],
  storageState: SignedIn,
  filled: Filled,
): Promise<void> {
  const path = typeof shot.path === 'string' ? shot.path : shot.path(filled)
  const { page, context } = await open(path, { ...look.options, storageState, reducedMotion: 'reduce' })
  await shot.ready(page)
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: `${folder}/${shot.name}-${look.name}.png` })
  await context.close()
  console.log(`${shot.name}-${look.name}.png`)
}
