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
