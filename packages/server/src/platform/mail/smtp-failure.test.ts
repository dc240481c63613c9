import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSmtpFailure } from './smtp-failure.ts'

const read = (facts: object) => readSmtpFailure(Object.assign(new Error('as it was'), facts))

test('a refusal of the recipient or the content is final, unless the server says later', () => {
  const refusal = { code: 'EENVELOPE', command: 'RCPT TO' }
  assert.equal(read({ ...refusal, responseCode: 550, response: '550 unknown' }).about, 'mail')
  assert.equal(read({ ...refusal, responseCode: 451, response: '451 later' }).about, 'later')
  assert.equal(read({ code: 'EMESSAGE', command: 'DATA', responseCode: 554 }).about, 'mail')
  assert.equal(read({ code: 'EENVELOPE', command: 'API' }).about, 'mail')
})

test('what would meet every mail is no fault of this one', () => {
  assert.equal(read({ code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550 }).about, 'server')
  assert.equal(read({ code: 'EAUTH', responseCode: 535 }).about, 'server')
  assert.equal(read({ code: 'ESOCKET', originalCode: 'ECONNREFUSED' }).about, 'server')
  assert.equal(read({ code: 'ECONNECTION', responseCode: 421 }).about, 'server')
  assert.equal(read({ code: 'EABORT' }).about, 'server')
})

test('a reply of many lines becomes one short one', () => {
  const { message } = read({ code: 'EMESSAGE', responseCode: 554, response: `554-spam\r\n554 ${'x'.repeat(1_000)}` })
  assert.match(message, /^The mail server refused the mail: 554-spam 554 x+…$/)
  assert.ok(message.length < 250)
})
