import { type MailLanguage, type MailText, mailTexts } from './mail-texts.ts'
import { plainLine } from './plain-line.ts'
import { renderMailHtml } from './render-mail-html.ts'

export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

interface Addressed {
  readonly to: string
  readonly language: MailLanguage
}

interface InvitationMail {
  readonly template: 'invitation'
  readonly values: {
    readonly workspaceName: string
    /** Null when whoever invited has no account any more. */
    readonly inviterName: string | null
    readonly link: string
    readonly expiresAt: Date
    /** Of the workspace; UTC unless told. */
    readonly timeZone?: string
  }
}

interface PasswordResetMail {
  readonly template: 'password-reset'
  readonly values: { readonly link: string; readonly expiresAt: Date }
}

/** Writes a mail in the language of its reader. Names are people's own words, so nothing in them is taken for markup or a header. */
export function composeMail(given: Addressed & (InvitationMail | PasswordResetMail)): Mail {
  const { language, values } = given
  const names: Record<string, string> = {
    expires: formatTime(values.expiresAt, language, 'timeZone' in values ? values.timeZone : undefined),
  }
  if (given.template === 'invitation') {
    names.workspace = plainLine(given.values.workspaceName)
    if (given.values.inviterName !== null) names.inviter = plainLine(given.values.inviterName)
  }
  const isFromNobody = given.template === 'invitation' && given.values.inviterName === null
  const text = fillText(mailTexts[isFromNobody ? 'invitation-from-nobody' : given.template][language], names)
  return {
    to: given.to,
    subject: text.subject,
    text: [...text.lines, `${text.action}:\n${values.link}`, ...text.closing].join('\n\n').concat('\n'),
    html: renderMailHtml({ language, ...text, link: values.link }),
  }
}

function fillText(text: MailText, values: Record<string, string>): MailText {
  // One pass: a name that looks like a placeholder stays a name.
  const fill = (sentence: string) => sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
  return {
    subject: fill(text.subject),
    lines: text.lines.map(fill),
    action: fill(text.action),
    closing: text.closing.map(fill),
  }
}

function formatTime(at: Date, language: MailLanguage, timeZone = 'UTC'): string {
  return new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(at)
}
