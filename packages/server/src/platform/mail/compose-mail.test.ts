import assert from 'node:assert/strict'
import { test } from 'node:test'
import { composeMail } from './compose-mail.ts'
import { type MailLanguage, mailTexts } from './mail-texts.ts'

const expiresAt = new Date('2026-05-03T14:05:00Z')
const link = 'https://brain.example.org/invite?a=1&b=2#t=token'
const invite = (names: { workspaceName: string; inviterName: string | null }, language: MailLanguage = 'en') =>
  composeMail({ to: 'grace@example.com', language, template: 'invitation', values: { ...names, link, expiresAt } })

test('an invitation says who invites to what, until when, and writes the link out in both parts', () => {
  const mail = invite({ workspaceName: 'Research', inviterName: 'Ada' })
  assert.equal(mail.to, 'grace@example.com')
  assert.equal(mail.subject, 'Ada invites you to Research')
  assert.match(mail.text, /Ada invites you to the workspace “Research”/)
  assert.match(mail.text, /until 3 May 2026 at 14:05 UTC\./)
  assert.ok(mail.text.includes(`\n${link}\n`))
  assert.ok(mail.html.includes('href="https://brain.example.org/invite?a=1&amp;b=2#t=token"'))
  assert.ok(mail.html.includes('>https://brain.example.org/invite?a=1&amp;b=2#t=token<'))
})

test('times are those of the workspace', () => {
  const values = { workspaceName: 'W', inviterName: 'Ada', link, expiresAt, timeZone: 'Europe/Berlin' }
  const mail = composeMail({ to: 'a@example.com', language: 'de', template: 'invitation', values })
  assert.match(mail.text, /bis 3\. Mai 2026 um 16:05 MESZ\./)
})

test('every mail there is can be written in every language, without a gap', () => {
  for (const language of ['en', 'de'] as const)
    for (const mail of [
      invite({ workspaceName: 'Research', inviterName: 'Ada' }, language),
      invite({ workspaceName: 'Research', inviterName: null }, language),
      composeMail({ to: 'a@example.com', language, template: 'password-reset', values: { link, expiresAt } }),
    ]) {
      assert.ok(!/[{}]|undefined|null/.test(mail.subject + mail.text), mail.text)
      assert.ok(mail.html.includes(`<html lang="${language}">`))
      assert.ok(mail.subject.length > 10 && !mail.subject.startsWith(' '))
    }
  assert.deepEqual(
    Object.values(mailTexts).map((texts) => Object.keys(texts)),
    Object.values(mailTexts).map(() => ['en', 'de']),
  )
})

test('a name is never taken for markup', () => {
  const { html, text } = invite({ workspaceName: `<script>alert("x")</script>`, inviterName: `<img src=x onerror='y'>` })
  assert.ok(!/<script|<img|onerror='/i.test(html))
  assert.ok(html.includes('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;'))
  assert.ok(text.includes('<script>'))
})

test('a name is never taken for a header or a line of its own', () => {
  const mail = invite({
    workspaceName: 'Research\r\nBcc: eve@example.com',
    inviterName: 'Ada\n\nYour password is over:\u2028http://evil',
  })
  assert.equal(mail.subject, 'Ada Your password is over: http://evil invites you to Research Bcc: eve@example.com')
  assert.equal(mail.text.split('\n').length, invite({ workspaceName: 'W', inviterName: 'Ada' }).text.split('\n').length)
})

test('a name that looks like a placeholder, reverses the writing, or is very long, stays a name', () => {
  assert.equal(invite({ workspaceName: '{inviter}', inviterName: '{expires}' }).subject, '{expires} invites you to {inviter}')
  assert.equal(invite({ workspaceName: 'a\u202eb', inviterName: 'Ada' }).subject, 'Ada invites you to ab')
  assert.equal(invite({ workspaceName: 'x'.repeat(500), inviterName: null }).subject.length, 'You are invited to '.length + 120)
})

test('nothing in a mail is loaded from anywhere', () => {
  const { html } = invite({ workspaceName: 'Research', inviterName: 'Ada' })
  assert.ok(!/<img|<link|<iframe|src=|url\(|@import|background=/i.test(html))
})
