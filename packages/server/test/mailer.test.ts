import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { beforeEach, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database } from '#platform/database'
import { createLog } from '#platform/log'
import { composeMail, findMailStates, Mailer, queueMail, verifyMailServer } from '#platform/mail'
import { createMetrics } from '#platform/metrics'
import { claimMail } from '../src/platform/mail/mail-store.ts'
import { onEachEngine } from './each-engine.ts'
import { until } from './job-world.ts'
import { startMailServer } from './mail-server.ts'

const workspaceId = randomUUIDv7()
const newId = () => randomUUIDv7()
const from = 'Brain, the AI <brain@example.org>'
const quick = { pollMs: 50, retryMs: [20, 20, 20, 20, 20] }

const aMail = (to: string, language: 'en' | 'de' = 'en') =>
  composeMail({
    to,
    language,
    template: 'invitation',
    values: {
      workspaceName: 'Straße & Söhne',
      inviterName: 'Ada',
      link: 'https://brain.example.org/invite#t=secret-token',
      expiresAt: new Date('2026-05-03T14:05:00Z'),
    },
  })

const queue = (database: Database, to: string, language?: 'en' | 'de') =>
  database.transact(workspaceId, (db) => queueMail(db, newId, aMail(to, language)))

interface Opened {
  mailer: Mailer
  logLines: string[]
  counted: () => Promise<Record<string, number>>
}

/** A mailer that is at work, as each process has one. */
function startMailer(database: Database, url: string | undefined, timing: object = quick): Opened {
  const logLines: string[] = []
  const metrics = createMetrics()
  const log = createLog('debug', { write: (line) => void logLines.push(line) })
  const mailer = new Mailer({ database, log, metrics, server: url === undefined ? undefined : { url, from }, timing })
  mailer.start()
  const counted = async () => {
    const { values } = await metrics.mails.get()
    return Object.fromEntries(values.map(({ labels, value }) => [labels.outcome, value]))
  }
  return { mailer, logLines, counted }
}

onEachEngine((engine) => {
  const rows = () =>
    engine.database.asSystem((db) => db.query.selectFrom('mails').selectAll().orderBy('created_at').orderBy('id').execute())
  const row = async (id: string) => (await rows()).find((one) => one.id === id)!
  const isIn = (state: string, id: string) => async () => (await row(id)).state === state

  beforeEach(async () => {
    await engine.database.asSystem((db) => db.query.deleteFrom('mails').execute())
  })

  test('a mail arrives with both its parts in the language of its reader, and its text is forgotten', async () => {
    await using server = await startMailServer()
    const { mailer, logLines, counted } = startMailer(engine.database, server.url, { ...quick, pollMs: 60_000 })
    await using _ = mailer
    await delay(200) // asleep by now, so that only the notification can wake it
    const id = await queue(engine.database, 'grace@example.com', 'de')
    await until(isIn('sent', id))
    assert.equal(server.received.length, 1)
    const [mail] = server.received
    assert.deepEqual(mail!.recipients, ['grace@example.com'])
    assert.deepEqual(mail!.from, { name: 'Brain, the AI', address: 'brain@example.org' })
    assert.equal(mail!.subject, 'Ada lädt Sie zu Straße & Söhne ein')
    assert.match(mail!.text!, /in den Arbeitsbereich „Straße & Söhne“/)
    assert.match(mail!.text!, /https:\/\/brain\.example\.org\/invite#t=secret-token/)
    assert.match(mail!.html!, /lang="de"[\s\S]*„Straße &amp; Söhne“/)
    assert.equal(mail!.messageId, `<${id}@example.org>`)
    const { text, html, subject, attempts, sent_at } = await row(id)
    assert.deepEqual({ text, html, subject, attempts }, { text: null, html: null, subject: mail!.subject, attempts: 1 })
    assert.ok(sent_at)
    assert.deepEqual(await counted(), { sent: 1 })
    const log = logLines.join('')
    assert.ok(log.includes(id))
    for (const secret of ['grace', 'Ada', 'secret-token']) assert.ok(!log.includes(secret), `the log says ${secret}`)
    assert.deepEqual([...(await findMailStates(engine.database, [id, newId()]))], [[id, 'sent']])
  })

  test('a transaction that rolls back sends nothing', async () => {
    await using server = await startMailServer()
    await using _ = startMailer(engine.database, server.url).mailer
    const work = engine.database.transact(workspaceId, async (db) => {
      await queueMail(db, newId, aMail('never@example.com'))
      throw new Error('changed my mind')
    })
    await assert.rejects(work, /changed my mind/)
    const id = await queue(engine.database, 'after@example.com')
    await until(isIn('sent', id))
    assert.deepEqual(
      server.received.map((mail) => mail.recipients),
      [['after@example.com']],
    )
  })

  test('a workspace adds to the outbox and cannot look into it', async () => {
    await queue(engine.database, 'somebody@example.com')
    const statements = [sql`select * from mails`, sql`update mails set state = 'sent'`, sql`delete from mails`]
    for (const statement of statements)
      await assert.rejects(
        engine.database.transact(workspaceId, (db) => statement.execute(db.query)),
        /permission denied/,
      )
  })

  test('what could not be sent while the mail server was away arrives once it is back, and once only', async () => {
    const away = await startMailServer()
    await away.stop()
    const { mailer, counted } = startMailer(engine.database, away.url)
    await using _ = mailer
    const ids = [await queue(engine.database, 'one@example.com'), await queue(engine.database, 'two@example.com')]
    await until(async () => (await row(ids[0]!)).attempts >= 2)
    assert.match((await row(ids[0]!)).failure!, /cannot be reached \(ECONNREFUSED\)/)
    await using back = await startMailServer({ port: away.port })
    for (const id of ids) await until(isIn('sent', id))
    await delay(200)
    assert.deepEqual(back.received.flatMap((mail) => mail.recipients).toSorted(), ['one@example.com', 'two@example.com'])
    assert.deepEqual(await counted(), { sent: 2 })
  })

  test('two mailers on one database share the work and never send a mail twice', async () => {
    await using server = await startMailServer({ beforeAccepting: () => delay(Math.random() * 10) })
    const closing = new AsyncDisposableStack()
    const second = engine.kind === 'native' ? closing.use(await engine.openAgain()) : engine.database
    const mailers = [startMailer(engine.database, server.url), startMailer(second, server.url)]
    for (const { mailer } of mailers) closing.use(mailer)
    await using _ = closing
    await Promise.all(Array.from({ length: 60 }, (_one, i) => queue(engine.database, `reader-${i}@example.com`)))
    await until(async () => (await rows()).every(({ state }) => state === 'sent'), 30_000)
    assert.equal(server.received.length, 60)
    assert.equal(new Set(server.received.map((mail) => mail.messageId)).size, 60)
    const shares = await Promise.all(mailers.map(async ({ counted }) => (await counted()).sent ?? 0))
    assert.ok(
      shares.every((share) => share > 0),
      `they sent ${shares}`,
    )
  })

  test('a mail whose recipient is refused has failed at once, and the next one is sent', async () => {
    await using server = await startMailServer({ refuse: (address) => (address.startsWith('gone') ? 550 : undefined) })
    const { mailer, logLines, counted } = startMailer(engine.database, server.url)
    await using _ = mailer
    const refused = await queue(engine.database, 'gone@example.com')
    const fine = await queue(engine.database, 'here@example.com')
    await until(isIn('failed', refused))
    await until(isIn('sent', fine))
    const { failure, attempts, text } = await row(refused)
    assert.equal(attempts, 1)
    assert.match(failure!, /refused the mail: 550 <gone@example\.com> is not taken here/)
    assert.match(text!, /secret-token/)
    assert.deepEqual(await counted(), { sent: 1, failed: 1 })
    const line = logLines.find((one) => one.includes(refused))!
    assert.equal(JSON.parse(line).smtpCode, 550)
    assert.ok(!logLines.join('').includes('gone@'))
  })

  test('a server that wants to be asked again is asked again', async () => {
    let asked = 0
    await using server = await startMailServer({ refuse: () => (++asked < 3 ? 451 : undefined) })
    await using _ = startMailer(engine.database, server.url).mailer
    const id = await queue(engine.database, 'grey@example.com')
    await until(isIn('sent', id))
    assert.equal((await row(id)).attempts, 3)
    assert.equal(server.received.length, 1)
  })

  test('after its last attempt a mail has failed', async () => {
    await using server = await startMailServer({ refuse: () => 451 })
    const { mailer, counted } = startMailer(engine.database, server.url)
    await using _ = mailer
    const id = await queue(engine.database, 'grey@example.com')
    await until(isIn('failed', id))
    assert.equal((await row(id)).attempts, 6)
    assert.deepEqual(await counted(), { failed: 1 })
  })

  test('a wrong password for the mail server keeps the mails waiting instead of using them up', async () => {
    await using server = await startMailServer({ account: { user: 'brain@example.org', password: 'p@ss/word' } })
    const wrong = server.url.replace('p%40ss%2Fword', 'wrong-password')
    const first = startMailer(engine.database, wrong, { ...quick, retryMs: [60_000], pollMs: 60_000 })
    const ids = [await queue(engine.database, 'one@example.com')]
    await until(async () => (await row(ids[0]!)).failure !== null)
    await first.mailer.stop()
    assert.match((await row(ids[0]!)).failure!, /refused the sign-in: 535/)
    assert.equal((await row(ids[0]!)).state, 'waiting')
    assert.ok(!first.logLines.join('').includes('wrong-password'))
    assert.equal((await verifyMailServer({ url: wrong, from }, 1_000))?.code, 'EAUTH')
    assert.equal(await verifyMailServer({ url: server.url, from }, 1_000), undefined)
  })

  test('where the server takes nothing, only one mail is tried at a time', async () => {
    const away = await startMailServer()
    await away.stop()
    for (let i = 0; i < 5; i++) await queue(engine.database, `reader-${i}@example.com`)
    const { mailer } = startMailer(engine.database, away.url, { ...quick, pollMs: 60_000 })
    await until(async () => (await rows()).some(({ failure }) => failure !== null))
    await mailer.stop()
    assert.equal((await rows()).filter(({ attempts }) => attempts > 0).length, 1)
  })

  test('a mail whose process ended before it was sent is sent by another one, once its lease has passed', async () => {
    await using server = await startMailServer()
    const id = await queue(engine.database, 'late@example.com')
    const claim = await engine.database.asSystem((db) => claimMail(db, { leaseMs: 1_500, maxAttempts: 6 }))
    assert.equal(claim?.id, id)
    const claimedAt = Date.now()
    await using _ = startMailer(engine.database, server.url).mailer
    await delay(500)
    assert.equal(server.received.length, 0)
    await until(isIn('sent', id))
    assert.ok(Date.now() - claimedAt >= 1_400)
    assert.equal(server.received.length, 1)
    assert.equal((await row(id)).attempts, 2)
  })

  test('a mail that ended its process each time has failed in the end', async () => {
    await using server = await startMailServer()
    const id = await queue(engine.database, 'poison@example.com')
    await engine.database.asSystem((db) => sql`update mails set attempts = 6 where id = ${id}`.execute(db.query))
    await using _ = startMailer(engine.database, server.url).mailer
    await until(isIn('failed', id))
    assert.match((await row(id)).failure!, /broken off each time/)
    assert.equal(server.received.length, 0)
  })

  test('a server that never answers is left before the lease of its mail has passed', async () => {
    await using server = await startMailServer({ beforeAccepting: () => delay(3_000) })
    await using _ = startMailer(engine.database, server.url, { ...quick, leaseMs: 800, retryMs: [60_000] }).mailer
    const id = await queue(engine.database, 'slow@example.com')
    await until(async () => (await row(id)).failure !== null, 2_000)
    assert.equal((await row(id)).failure, 'The mail server took too long.')
  })

  test('a stop does not wait for a slow server, and what it broke off is sent by the next start', async () => {
    const held = Promise.withResolvers<void>()
    let isSlow = true
    await using server = await startMailServer({ beforeAccepting: async () => isSlow && held.promise })
    const { mailer } = startMailer(engine.database, server.url)
    const id = await queue(engine.database, 'patient@example.com')
    await until(() => server.connections() > 0)
    const stoppedAt = Date.now()
    await mailer.stop(200)
    assert.ok(Date.now() - stoppedAt < 1_500)
    const { state, attempts } = await row(id)
    assert.deepEqual({ state, attempts }, { state: 'waiting', attempts: 0 })
    isSlow = false
    await using _ = startMailer(engine.database, server.url).mailer
    await until(isIn('sent', id))
    held.resolve()
  })

  test('without a mail server mails are kept with their text', async () => {
    const before = await queue(engine.database, 'before@example.com')
    const { mailer, counted } = startMailer(engine.database, undefined, { pollMs: 60_000 })
    await using _ = mailer
    await until(isIn('kept', before))
    const after = await queue(engine.database, 'after@example.com')
    await until(isIn('kept', after))
    assert.match((await row(after)).text!, /secret-token/)
    assert.deepEqual(await counted(), { kept: 2 })
  })

  test('sent mails are forgotten after 30 days, kept and failed ones after 7, waiting ones never', async () => {
    await engine.database.asSystem((db) =>
      sql`insert into mails (id, to_address, subject, state, created_at, sent_at, next_attempt_at)
        select gen_random_uuid(), state || ' ' || days, '', state, now() - days * interval '1 day',
          case state when 'sent' then now() - days * interval '1 day' end, now() + interval '1 day'
        from unnest(array['sent', 'kept', 'failed', 'waiting']) state, unnest(array[6, 8, 29, 31]) days`.execute(db.query),
    )
    await using server = await startMailServer()
    await using _ = startMailer(engine.database, server.url).mailer
    await until(async () => (await rows()).length < 16)
    assert.deepEqual((await rows()).map((one) => one.to_address).toSorted(), [
      'failed 6',
      'kept 6',
      'sent 29',
      'sent 6',
      'sent 8',
      'waiting 29',
      'waiting 31',
      'waiting 6',
      'waiting 8',
    ])
  })
})
