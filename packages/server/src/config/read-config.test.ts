import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { BrainError } from '@brain-ai/contract'
import { readConfig } from './read-config.ts'

test('every wrong variable is named at once', () => {
  assert.throws(
    () => readConfig({ BRAIN_PORT: 'many', DATABASE_URL: 'mysql://x', BRAIN_SECRET_KEY: 'short' }),
    (error) =>
      error instanceof BrainError &&
      ['BRAIN_PORT', 'DATABASE_URL', 'BRAIN_SECRET_KEY'].every((name) => error.message.includes(name)),
  )
})

test('an owner without a password is refused', () => {
  assert.throws(() => readConfig({ BRAIN_OWNER_EMAIL: 'owner@example.com' }), /go together/)
})

test('a mail server needs a sender, which may be its user', () => {
  const mailOf = (env: Record<string, string>) => readConfig(env).mail
  assert.equal(mailOf({ BRAIN_MAIL_FROM: 'brain@example.com' }), undefined)
  assert.throws(() => mailOf({ SMTP_URL: 'smtp://user:secret@mail.example.com' }), /BRAIN_MAIL_FROM is needed/)
  assert.equal(mailOf({ SMTP_URL: 'smtps://brain%40example.com:x@mail.example.com' })?.from, 'brain@example.com')
  const from = 'Brain AI <brain@example.com>'
  assert.equal(mailOf({ SMTP_URL: 'smtp://mail.example.com:25', BRAIN_MAIL_FROM: from })?.from, from)
})

test('what is no mail server or no single sender is refused, and its password not repeated', () => {
  for (const url of ['https://mail.example.com', 'smtp://', 'mail.example.com:25'])
    assert.throws(() => readConfig({ SMTP_URL: url, BRAIN_MAIL_FROM: 'brain@example.com' }), /SMTP_URL/, url)
  for (const from of ['Brain AI', 'a@b.c, d@e.f', 'Brain\nBcc: x <brain@example.com>', '<>', 'a@b@c'])
    assert.throws(() => readConfig({ SMTP_URL: 'smtp://mail.example.com', BRAIN_MAIL_FROM: from }), /BRAIN_MAIL_FROM/, from)
  assert.throws(
    () => readConfig({ SMTP_URL: 'smtp://user:hunter2@mail.example.com' }),
    (error) => error instanceof BrainError && !JSON.stringify([error.message, error.details]).includes('hunter2'),
  )
})

test('a secret can stand in a file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'brain-config-'))
  writeFileSync(join(directory, 'key'), `${'k'.repeat(40)}\n`)
  assert.equal(readConfig({ BRAIN_SECRET_KEY_FILE: join(directory, 'key') }).secretKey, 'k'.repeat(40))
  assert.throws(() => readConfig({ BRAIN_SECRET_KEY_FILE: join(directory, 'absent') }), /BRAIN_SECRET_KEY_FILE names a file/)
  rmSync(directory, { recursive: true })
})

test('an empty environment gives a configuration that works', () => {
  const config = readConfig({})
  assert.equal(config.port, 7400)
  assert.equal(config.database.url, undefined)
  assert.equal(config.documents.maxBytes, 100_000_000)
})

test('an OpenID provider is named completely, and protected by https unless it is on this machine', () => {
  const complete = { BRAIN_OIDC_CLIENT_ID: 'brain', BRAIN_OIDC_CLIENT_SECRET: 'a secret' }
  const read = (issuer: string) => readConfig({ ...complete, BRAIN_OIDC_ISSUER: issuer }).oidc
  assert.deepEqual(read('https://id.example.com/realms/office'), {
    issuer: 'https://id.example.com/realms/office',
    clientId: 'brain',
    clientSecret: 'a secret',
    name: 'Single sign-on',
    isOnly: false,
  })
  assert.ok(read('http://127.0.0.1:9000'))
  for (const issuer of ['http://id.example.com', 'http://localhost.example.com', 'http://localhost:1@evil.example', 'ftp://x'])
    assert.throws(() => read(issuer), /BRAIN_OIDC_ISSUER/, issuer)
  assert.throws(() => readConfig({ BRAIN_OIDC_ISSUER: 'https://id.example.com' }), /go together/)
  assert.throws(() => readConfig({ BRAIN_OIDC_ONLY: 'true' }), /BRAIN_OIDC_ONLY needs BRAIN_OIDC_ISSUER/)
})
