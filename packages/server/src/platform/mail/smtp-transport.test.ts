import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTransport, parseSender } from './smtp-transport.ts'

test('a sender is read in its parts, with or without a name', () => {
  assert.deepEqual(parseSender('brain@example.com'), { name: '', address: 'brain@example.com' })
  assert.deepEqual(parseSender('Brain AI <brain@example.com>'), { name: 'Brain AI', address: 'brain@example.com' })
  assert.deepEqual(parseSender('"Brain, the AI" <brain@example.com>'), { name: 'Brain, the AI', address: 'brain@example.com' })
})

test('the URL of the mail server says where to and how safely, and can turn nothing else on', () => {
  const from = 'brain@example.com'
  const url =
    'smtp://user:p%40ss@mail.example.com:2525?requireTLS=true&tls.rejectUnauthorized=false&logger=true&debug=true&pool=true'
  const { options } = openTransport({ url, from }, 1_000).transporter as unknown as { options: Record<string, unknown> }
  const { host, port, secure, auth, requireTLS, tls, logger, debug, pool, socketTimeout } = options
  assert.deepEqual(
    { host, port, secure, auth, requireTLS, tls, socketTimeout },
    {
      host: 'mail.example.com',
      port: 2525,
      secure: false,
      auth: { user: 'user', pass: 'p@ss' },
      requireTLS: true,
      tls: { rejectUnauthorized: false },
      socketTimeout: 1_000,
    },
  )
  assert.deepEqual({ logger, debug, pool }, { logger: undefined, debug: undefined, pool: undefined })
})
