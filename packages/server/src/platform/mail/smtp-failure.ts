import { plainLine } from './plain-line.ts'

/** Why a mail was not sent, or a server not reached. */
export interface SmtpFailure {
  /**
   * `mail`: the server will never take this mail. `later`: it may take it later. `server`: it takes no mail at all, so that the
   * next one would fail as well.
   */
  readonly about: 'mail' | 'later' | 'server'
  /** A sentence for operators, with the short reply of the server. */
  readonly message: string
  /** For the log: the reply may quote an address, these two never do. */
  readonly code: string
  readonly smtpCode: number | undefined
}

interface SmtpError extends Error {
  code?: string
  originalCode?: string
  responseCode?: number
  response?: string
  command?: string
}

/** Reads an error of nodemailer. */
export function readSmtpFailure(error: unknown): SmtpFailure {
  const failure = error as SmtpError
  const code = failure.originalCode ?? failure.code ?? 'unknown'
  const smtpCode = failure.responseCode
  const reply = failure.response ? `: ${plainLine(failure.response, 200)}` : `: ${plainLine(failure.message, 200)}`
  const facts = { code, smtpCode }
  if (failure.code === 'EAUTH') return { about: 'server', message: `The mail server refused the sign-in${reply}`, ...facts }
  const isOfMail = failure.code === 'EENVELOPE' || failure.code === 'EMESSAGE'
  // A sender that is refused is refused for every mail; whoever runs the installation can mend that.
  if (isOfMail && failure.command === 'MAIL FROM')
    return { about: 'server', message: `The mail server refused the sender${reply}`, ...facts }
  if (isOfMail) {
    const mayComeLater = smtpCode !== undefined && smtpCode >= 400 && smtpCode < 500
    return { about: mayComeLater ? 'later' : 'mail', message: `The mail server refused the mail${reply}`, ...facts }
  }
  if (failure.code === 'EABORT') return { about: 'server', message: 'The mail server took too long.', ...facts }
  if (smtpCode) return { about: 'server', message: `The mail server does not take mail now${reply}`, ...facts }
  return { about: 'server', message: `The mail server cannot be reached (${code})${reply}`, ...facts }
}
