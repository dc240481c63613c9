import { type DoctorCheck, ok, skip, warn } from '../report.ts'

export const mailCheck: DoctorCheck = {
  name: 'mail',
  inspect: ({ mail }) => {
    if (!mail) return skip('The configuration does not say how mails are sent.')
    if (mail.state === 'no-server') return ok('No mail server: mails are kept in the outbox, where operators read them.')
    if (mail.state === 'reached') return ok(`The mail server ${mail.host} takes mails of this installation.`)
    return warn(
      `No mail can be sent through ${mail.host}: ${mail.failure}`,
      'Invitations and links for new passwords wait in the outbox; after a few hours without success they have failed.',
      'Check SMTP_URL: host, port, user and password, and whether a firewall lets this machine through.',
    )
  },
}
