import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { contract } from '@brain-ai/contract'
import { composeMail, queueMail } from '#platform/mail'
import { until } from './job-world.ts'
import { startMailServer } from './mail-server.ts'
import { startWorld, type World } from './world.ts'

let isRefusing = true
const server = await startMailServer({ refuse: (address) => (address.startsWith('gone') && isRefusing ? 550 : undefined) })
after(() => server.stop())
const connected = await startWorld({ SMTP_URL: server.url, BRAIN_MAIL_FROM: 'Brain AI <brain@example.org>' })
const alone = await startWorld()
const { instance } = contract

async function queue(world: World, to: string): Promise<string> {
  const workspace = await world.aWorkspace()
  const values = {
    workspaceName: 'Research',
    inviterName: 'Ada',
    link: 'https://brain.example.org/i#t=token',
    expiresAt: new Date(),
  }
  const mail = composeMail({ to, language: 'en', template: 'invitation', values })
  return workspace.transact((db) => queueMail(db, world.server.app.newId, mail))
}

const anOperator = async (world: World) => (await world.aUser({ isOperator: true })).client
const code = (expected: string) => (error: { code?: string }) => error.code === expected

test('without a mail server an operator reads the mail and hands on its link', async () => {
  const operator = await anOperator(alone)
  const id = await queue(alone, 'kept@example.com')
  const get = () => operator.call(instance.getMail, { params: { id } })
  await until(async () => (await get()).state === 'kept')
  const mail = await get()
  assert.match(mail.text!, /https:\/\/brain\.example\.org\/i#t=token/)
  assert.deepEqual(
    [mail.to, mail.subject, mail.attempts, mail.sentAt],
    ['kept@example.com', 'Ada invites you to Research', 0, null],
  )
  assert.equal((await operator.call(instance.listMails, { query: {} })).hasServer, false)
  await assert.rejects(operator.call(instance.retryMail, { params: { id } }), code('mail/no-server'))
})

test('of a sent mail the operator sees that it went, not what it said, and it does not go again', async () => {
  const operator = await anOperator(connected)
  const id = await queue(connected, 'here@example.com')
  const get = () => operator.call(instance.getMail, { params: { id } })
  await until(async () => (await get()).state === 'sent')
  const { text, sentAt, failure } = await get()
  assert.deepEqual({ text, failure }, { text: null, failure: null })
  assert.ok(sentAt)
  assert.equal((await operator.call(instance.listMails, { query: {} })).hasServer, true)
  await assert.rejects(operator.call(instance.retryMail, { params: { id } }), code('mail/already-sent'))
})

test('a mail that failed is sent when the operator tries again', async () => {
  const operator = await anOperator(connected)
  const id = await queue(connected, 'gone@example.com')
  const get = () => operator.call(instance.getMail, { params: { id } })
  await until(async () => (await get()).state === 'failed')
  assert.match((await get()).failure!, /550/)
  isRefusing = false
  const retried = await operator.call(instance.retryMail, { params: { id } })
  assert.deepEqual([retried.state, retried.attempts, retried.failure], ['waiting', 0, null])
  await until(async () => (await get()).state === 'sent')
  assert.equal(server.received.filter(({ recipients }) => recipients.includes('gone@example.com')).length, 1)
})

test('the outbox is read page by page, newest first, and searched by address or subject', async () => {
  const operator = await anOperator(alone)
  const ids: string[] = []
  for (const name of ['ann', 'bob', 'cid', 'dan', 'eve']) ids.unshift(await queue(alone, `${name}-paged@example.com`))
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await operator.call(instance.listMails, { query: { q: 'PAGED@', limit: 2, cursor } })
    assert.equal(page.total, 5)
    seen.push(...page.mails.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  assert.deepEqual(seen, ids)
  const search = async (q: string) => (await operator.call(instance.listMails, { query: { q } })).total
  assert.ok((await search('invites you to Research')) >= 5)
  assert.deepEqual([await search('%'), await search('no such thing')], [0, 0])
  for (const wrong of ['nonsense', `9999999999999999_${ids[0]}`, '1_not-a-uuid-but-of-the-same-length-00'])
    await assert.rejects(operator.call(instance.listMails, { query: { cursor: wrong } }), code('request/invalid'))
})

test('a mail that is not there is not found', async () => {
  const operator = await anOperator(alone)
  const params = { id: alone.server.app.newId() }
  await assert.rejects(operator.call(instance.getMail, { params }), code('mail/not-found'))
  await assert.rejects(operator.call(instance.retryMail, { params }), code('mail/not-found'))
})

test('the outbox is for operators only, owners of workspaces included', async () => {
  const { client } = await alone.aWorkspace()
  const params = { id: alone.server.app.newId() }
  await assert.rejects(client.call(instance.listMails, { query: {} }), code('auth/forbidden'))
  await assert.rejects(client.call(instance.getMail, { params }), code('auth/forbidden'))
  await assert.rejects(client.call(instance.retryMail, { params }), code('auth/forbidden'))
})

test('the log says who looked at which mail, and nothing of what is in it', async () => {
  const operator = await anOperator(alone)
  const id = await queue(alone, 'logged@example.com')
  await operator.call(instance.getMail, { params: { id } })
  assert.ok(alone.logLines.some((line) => line.includes(id) && line.includes('an operator reads a mail')))
  for (const line of [...alone.logLines, ...connected.logLines]) assert.doesNotMatch(line, /logged@|t=token|invites you/)
})
