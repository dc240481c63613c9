import type { Transporter } from 'nodemailer'
import type { Database } from '#platform/database'
import type { Log } from '#platform/log'
import type { Metrics } from '#platform/metrics'
import * as store from './mail-store.ts'
import { readSmtpFailure, type SmtpFailure } from './smtp-failure.ts'
import { type MailServer, openTransport, parseSender } from './smtp-transport.ts'

const minute = 60_000
const tidyMs = 60 * minute
const stepTimeoutMs = 15_000
const graceMs = 5_000
const afterErrorMs = 5_000

const timing = {
  /** How long a mail belongs to the process that took it; the sending itself is broken off well before. */
  leaseMs: 2 * minute,
  /** Also looks without a notification: for retries, lapsed leases and lost notifications. */
  pollMs: minute,
  /** The waits between attempts; after the last attempt the mail has failed. */
  retryMs: [1, 5, 15, 60, 240].map((minutes) => minutes * minute) as readonly number[],
}

/**
 * Sends what is in the outbox, at least once; two processes never send the same mail at the same time. Without a mail server
 * the mails are kept for operators to read. `start` it once the database is migrated.
 */
export class Mailer implements AsyncDisposable {
  readonly #database: Database
  readonly #log: Log
  readonly #metrics: Metrics
  readonly #server: MailServer | undefined
  readonly #transport: Transporter | undefined
  readonly #timing: typeof timing
  readonly #abort = new AbortController()
  #serving: Promise<void> | undefined
  #listening: AsyncDisposable | undefined
  #isStopping = false
  #wake = Promise.withResolvers<void>()
  #tidiedAt = 0

  /** @param given.timing for tests, which cannot wait for minutes */
  constructor(given: {
    database: Database
    log: Log
    metrics: Metrics
    server: MailServer | undefined
    timing?: Partial<typeof timing>
  }) {
    this.#database = given.database
    this.#log = given.log
    this.#metrics = given.metrics
    this.#server = given.server
    this.#transport = given.server && openTransport(given.server, stepTimeoutMs)
    this.#timing = { ...timing, ...given.timing }
  }

  start(): void {
    this.#serving = this.#serve()
  }

  /** Takes no more mails, and breaks off the running one when it is not sent within this time; it is sent again later. */
  async stop(waitMs = graceMs): Promise<void> {
    this.#isStopping = true
    this.#wake.resolve()
    const timer = setTimeout(() => this.#abort.abort(), waitMs)
    await this.#serving
    clearTimeout(timer)
    await this.#listening?.[Symbol.asyncDispose]()
    this.#listening = undefined
    this.#transport?.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  async #serve(): Promise<void> {
    while (!this.#isStopping) {
      let pauseMs = this.#timing.pollMs
      try {
        this.#listening ??= await this.#database.listen(store.wakeChannel, () => this.#wake.resolve())
        await this.#tidy()
        if (this.#transport) await this.#sendWaiting(this.#transport)
        else this.#count('kept', await this.#database.asSystem(store.keepWaiting))
      } catch (error) {
        this.#log.warn({ err: error }, 'the mailer cannot reach its database')
        pauseMs = Math.min(pauseMs, afterErrorMs)
      }
      await this.#sleep(pauseMs)
    }
  }

  async #sendWaiting(transport: Transporter): Promise<void> {
    const { leaseMs, retryMs } = this.#timing
    const maxAttempts = retryMs.length + 1
    this.#count('failed', await this.#database.asSystem((db) => store.failAbandoned(db, maxAttempts)))
    while (!this.#isStopping) {
      const mail = await this.#database.asSystem((db) => store.claimMail(db, { leaseMs, maxAttempts }))
      if (!mail) return
      const failure = await this.#send(transport, mail)
      if (!failure) await this.#recordSent(mail)
      else if (this.#abort.signal.aborted) await this.#database.asSystem((db) => store.releaseMail(db, mail))
      else await this.#recordFailure(mail, failure)
      // The others would fail in the same way, and use up their attempts.
      if (failure?.about === 'server') return
    }
  }

  async #send(transport: Transporter, mail: store.ClaimedMail): Promise<SmtpFailure | undefined> {
    const sender = parseSender(this.#server!.from)
    const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1)
    try {
      await transport.sendMail({
        from: sender,
        to: { name: '', address: mail.to },
        envelope: { from: sender.address, to: [mail.to] },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        // The same at every attempt, so that mail systems can tell a mail that was sent twice.
        messageId: `<${mail.id}@${domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal: AbortSignal.any([this.#abort.signal, AbortSignal.timeout(this.#timing.leaseMs * 0.75)]),
      })
      return undefined
    } catch (error) {
      return readSmtpFailure(error)
    }
  }

  async #recordSent(mail: store.ClaimedMail): Promise<void> {
    await this.#database.asSystem((db) => store.markSent(db, mail))
    this.#count('sent', 1)
    this.#log.info({ mailId: mail.id, attempt: mail.attempt, outcome: 'sent' }, 'mail')
  }

  async #recordFailure(mail: store.ClaimedMail, failure: SmtpFailure): Promise<void> {
    const retryMs = failure.about === 'mail' ? undefined : this.#timing.retryMs[mail.attempt - 1]
    await this.#database.asSystem((db) => store.markFailure(db, mail, failure.message, retryMs))
    const outcome = retryMs === undefined ? 'failed' : 'retry'
    if (outcome === 'failed') this.#count('failed', 1)
    const { code, smtpCode } = failure
    this.#log.warn({ mailId: mail.id, attempt: mail.attempt, outcome, code, smtpCode }, 'mail')
  }

  #count(outcome: 'sent' | 'failed' | 'kept', mails: number): void {
    if (mails > 0) this.#metrics.mails.inc({ outcome }, mails)
  }

  async #tidy(): Promise<void> {
    if (Date.now() < this.#tidiedAt + tidyMs) return
    this.#tidiedAt = Date.now()
    await this.#database.asSystem(store.eraseOld)
  }

  async #sleep(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const timeIsOver = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms)
    })
    await Promise.race([this.#wake.promise, timeIsOver])
    clearTimeout(timer)
    // A stop must not be slept through.
    if (!this.#isStopping) this.#wake = Promise.withResolvers<void>()
  }
}
