import type { Config } from '#config'
import { verifyMailServer } from '#platform/mail'
import type { MailFacts } from './doctor-facts.ts'

const stepTimeoutMs = 5_000

/** Connects to the mail server and signs in, as for sending, and sends nothing. */
export async function gatherMailFacts(server: Config['mail']): Promise<MailFacts> {
  if (!server) return { state: 'no-server' }
  const { host } = new URL(server.url)
  const failure = await verifyMailServer(server, stepTimeoutMs)
  return failure ? { state: 'refused', host, failure: failure.message } : { state: 'reached', host }
}
