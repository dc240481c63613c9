import { createHmac } from 'node:crypto'
import { contract } from '@brain-ai/contract'
import { type Client, createClient } from '@brain-ai/sdk'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { assertAccessible } from './accessibility.ts'
import type { Screen } from './browser.ts'

export interface Person {
  name: string
  email: string
  password: string
}

export const password = 'correct horse battery'
export const owner: Person = { name: 'owner', email: 'owner@example.com', password }

/** Settings with which the first account and its workspace are there from the start. */
export const ownerEnv = { BRAIN_OWNER_EMAIL: owner.email, BRAIN_OWNER_PASSWORD: owner.password, BRAIN_WORKSPACE: 'acme' }

/** The API as a person, without a browser. */
export async function clientOf({ server }: Screen, { email, password }: Person): Promise<Client> {
  const { token } = await createClient({ baseUrl: server.url }).call(contract.auth.signIn, { body: { email, password } })
  return createClient({ baseUrl: server.url, token, workspace: 'acme' })
}

const tokenOf = (link: string): string => new URL(link).pathname.split('/').at(-1)!

/** Somebody who was invited and has joined, without a browser. */
export async function addPerson(screen: Screen, inviter: Client, name: string): Promise<Person> {
  const person = { name, email: `${name.toLowerCase()}@example.com`, password }
  const { link } = await inviter.call(contract.invitations.createInvitation, {
    params: { slug: 'acme' },
    body: { email: person.email },
  })
  await createClient({ baseUrl: screen.server.url }).call(contract.invitations.signUpInvited, {
    params: { token: tokenOf(link) },
    body: { name, password },
  })
  return person
}

/** Fills the form that the page shows. */
export async function signIn(page: Page, { email, password }: Pick<Person, 'email' | 'password'>): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** The dialog on the page. A toast is one, too, but has no heading. */
export const dialogOf = (page: Page): Locator => page.getByRole('dialog').filter({ has: page.getByRole('heading', { level: 2 }) })

/** A tab in which somebody is signed in, at an address. */
export async function openAs(
  screen: Screen,
  person: Person,
  path: string,
): Promise<{ page: Page; context: BrowserContext; faults: string[] }> {
  const opened = await screen.open(path)
  await signIn(opened.page, person)
  return opened
}

/** The code that an authenticator app shows, by RFC 6238; `ahead` steps of thirty seconds later than now. */
export function codeOfApp(secret: string, ahead = 0): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead))
  const hash = createHmac('sha1', key).update(counter).digest()
  const number = hash.readUInt32BE(hash[19]! & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

/** Asserts, on the German page, that axe finds nothing in the light, nor in the dark on a phone, where it also fits. */
export async function assertFine(screen: Screen, path: string, from?: BrowserContext): Promise<void> {
  const storageState = from && { ...(await from.storageState()), origins: [] }
  const { page, context } = await screen.open(path, { locale: 'de-DE', ...(storageState && { storageState }) })
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.waitForLoadState('networkidle')
  await assertAccessible(page, `${path} in the light`)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 390, height: 844 })
  await assertAccessible(page, `${path} in the dark on a phone`)
  const width = await page.evaluate<number>('document.documentElement.scrollWidth')
  if (width > 390) throw new Error(`${path} is ${width} wide on a phone of 390`)
  await context.close()
}
