import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail extends Email {
  /** Who the server was told to deliver to, whatever the headers say. */
  readonly recipients: readonly string[]
}

/** A mail server on loopback that keeps what it takes. */
export interface MailServer extends AsyncDisposable {
  readonly url: string
  readonly port: number
  readonly received: readonly ReceivedMail[]
  /** How often a client came. */
  readonly connections: () => number
  stop(): Promise<void>
}

interface MailServerOptions {
  /** The port of one that was stopped; a free one unless told. */
  readonly port?: number
  /** The reply to a recipient, as 550, or nothing to accept them. */
  readonly refuse?: (address: string) => number | undefined
  /** Awaited before a mail is accepted. */
  readonly beforeAccepting?: () => Promise<unknown>
  /** Wants this user and password. */
  readonly account?: { user: string; password: string }
}

export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const received: ReceivedMail[] = []
  let connections = 0
  const { account, refuse, beforeAccepting } = options
  const server = new SMTPServer({
    disabledCommands: account ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    authOptional: !account,
    allowInsecureAuth: true,
    logger: false,
    closeTimeout: 1,
    onConnect: (_session, done) => {
      connections++
      done()
    },
    onAuth: ({ username, password }, _session, done) => {
      if (username === account?.user && password === account?.password) return done(null, { user: username })
      done(Object.assign(new Error('Authentication failed'), { responseCode: 535 }))
    },
    onRcptTo: ({ address }, _session, done) => {
      const responseCode = refuse?.(address)
      done(responseCode ? Object.assign(new Error(`<${address}> is not taken here`), { responseCode }) : null)
    },
    onData: (stream, session, done) => void take(stream, session.envelope.rcptTo).then(() => done(), done),
  })
  async function take(stream: AsyncIterable<Buffer>, recipients: { address: string }[]): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk)
    await beforeAccepting?.()
    received.push({
      ...(await PostalMime.parse(Buffer.concat(chunks))),
      recipients: recipients.map(({ address }) => address),
    })
  }
  server.on('error', () => {}) // clients that leave in the middle
  const listening = server.listen(options.port ?? 0, '127.0.0.1')
  await once(listening, 'listening')
  const { port } = listening.address() as AddressInfo
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()))
  const login = account ? `${encodeURIComponent(account.user)}:${encodeURIComponent(account.password)}@` : ''
  return {
    url: `smtp://${login}127.0.0.1:${port}`,
    port,
    received,
    connections: () => connections,
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
