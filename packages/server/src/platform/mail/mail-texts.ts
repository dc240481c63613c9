export type MailLanguage = 'en' | 'de'
export type TemplateName = 'invitation' | 'password-reset'

/** One mail as text: `{name}` stands for a value. `action` labels the link, which is also written out. */
export interface MailText {
  readonly subject: string
  readonly lines: readonly string[]
  readonly action: string
  readonly closing: readonly string[]
}

/** What mails say. An invitation of nobody in particular has a text of its own, as a sentence needs its subject. */
export const mailTexts: Record<TemplateName | 'invitation-from-nobody', Record<MailLanguage, MailText>> = {
  invitation: {
    en: {
      subject: '{inviter} invites you to {workspace}',
      lines: ['Hello,', '{inviter} invites you to the workspace “{workspace}” in Brain AI.'],
      action: 'Accept the invitation',
      closing: ['The link is valid until {expires}. If you do not know what this is about, ignore this mail.'],
    },
    de: {
      subject: '{inviter} lädt Sie zu {workspace} ein',
      lines: ['Guten Tag,', '{inviter} lädt Sie in den Arbeitsbereich „{workspace}“ in Brain AI ein.'],
      action: 'Einladung annehmen',
      closing: [
        'Der Link gilt bis {expires}. Wenn Sie nicht wissen, worum es geht, brauchen Sie diese E-Mail nicht zu beachten.',
      ],
    },
  },
  'invitation-from-nobody': {
    en: {
      subject: 'You are invited to {workspace}',
      lines: ['Hello,', 'You are invited to the workspace “{workspace}” in Brain AI.'],
      action: 'Accept the invitation',
      closing: ['The link is valid until {expires}. If you do not know what this is about, ignore this mail.'],
    },
    de: {
      subject: 'Sie sind zu {workspace} eingeladen',
      lines: ['Guten Tag,', 'Sie sind in den Arbeitsbereich „{workspace}“ in Brain AI eingeladen.'],
      action: 'Einladung annehmen',
      closing: [
        'Der Link gilt bis {expires}. Wenn Sie nicht wissen, worum es geht, brauchen Sie diese E-Mail nicht zu beachten.',
      ],
    },
  },
  'password-reset': {
    en: {
      subject: 'Set a new password for Brain AI',
      lines: ['Hello,', 'Somebody, probably you, asked for a new password for your account in Brain AI.'],
      action: 'Set a new password',
      closing: [
        'The link works once and is valid until {expires}. If it was not you, ignore this mail: your password stays as it is.',
      ],
    },
    de: {
      subject: 'Neues Passwort für Brain AI',
      lines: ['Guten Tag,', 'jemand, vermutlich Sie selbst, möchte für Ihr Konto in Brain AI ein neues Passwort setzen.'],
      action: 'Neues Passwort setzen',
      closing: [
        'Der Link funktioniert einmal und gilt bis {expires}. Wenn Sie es nicht waren, beachten Sie diese E-Mail nicht: Ihr Passwort bleibt, wie es ist.',
      ],
    },
  },
}
