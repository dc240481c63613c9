import { readSmtpFailure, type SmtpFailure } from './smtp-failure.ts'
import { type MailServer, openTransport } from './smtp-transport.ts'

/** Connects and signs in without sending anything. @returns why that failed, or undefined */
export async function verifyMailServer(server: MailServer, timeoutMs: number): Promise<SmtpFailure | undefined> {
  const transport = openTransport(server, timeoutMs)
  try {
    await transport.verify()
    return undefined
  } catch (error) {
    return readSmtpFailure(error)
  } finally {
    transport.close()
  }
}
