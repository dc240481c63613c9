import { createTransport, type Transporter } from 'nodemailer'
import type { Config } from '#config'

export type MailServer = NonNullable<Config['mail']>

/** What may stand behind the `?` of SMTP_URL. All else would change how mails are logged or sent. */
const urlOptions = /^(requireTLS|ignoreTLS|name|tls\.(rejectUnauthorized|servername))$/

/** A connection for each mail, so that none is idle when the server closes it. @param timeoutMs for each step of a connection */
export function openTransport(server: MailServer, timeoutMs: number): Transporter {
  const url = new URL(server.url)
  for (const name of [...url.searchParams.keys()]) if (!urlOptions.test(name)) url.searchParams.delete(name)
  return createTransport({
    url: url.href,
    dnsTimeout: timeoutMs,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/** `Brain AI <brain@example.com>` in its parts. As text, a comma in the name would make two senders of it. */
export function parseSender(from: string): { name: string; address: string } {
  const [, name, address] = /^(.*?)\s*<([^<>]+)>$/.exec(from) ?? [undefined, '', from]
  return { name: name!.replace(/^"(.*)"$/, '$1'), address: address!.trim() }
}
