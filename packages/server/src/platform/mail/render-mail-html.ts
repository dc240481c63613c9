import type { MailText } from './mail-texts.ts'

const paragraph = 'margin:0 0 16px'
const button = 'display:inline-block;padding:10px 18px;border-radius:6px;background:#1f2937;color:#ffffff;text-decoration:none'

/** The same words as the text part. No images and nothing that is loaded: opening the mail tells nobody. */
export function renderMailHtml(mail: MailText & { language: string; link: string }): string {
  const paragraphs = (sentences: readonly string[]) => sentences.map((one) => `<p style="${paragraph}">${escapeHtml(one)}</p>`)
  const link = escapeHtml(mail.link)
  return [
    `<!doctype html>`,
    `<html lang="${escapeHtml(mail.language)}"><head><meta charset="utf-8"><title>${escapeHtml(mail.subject)}</title></head>`,
    `<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#111827;background:#ffffff">`,
    ...paragraphs(mail.lines),
    `<p style="${paragraph}"><a href="${link}" style="${button}">${escapeHtml(mail.action)}</a></p>`,
    `<p style="${paragraph};word-break:break-all">${link}</p>`,
    ...paragraphs(mail.closing),
    `</body></html>`,
    ``,
  ].join('\n')
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (mark) => entities[mark]!)
