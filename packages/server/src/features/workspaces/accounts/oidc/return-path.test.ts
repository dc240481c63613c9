import assert from 'node:assert/strict'
import { test } from 'node:test'
import { returnPath } from './return-path.ts'

test('after signing in one comes back to where one was', () => {
  for (const path of ['/', '/profile', '/documents?q=leave%20policy#top']) assert.equal(returnPath(path), path)
})

test('no address leads out of the app', () => {
  const evil = [
    undefined,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/a\\..\\evil',
    'javascript:alert(1)',
    'evil.example',
    '@evil.example',
  ]
  for (const path of evil) assert.equal(returnPath(path), '/', JSON.stringify(path))
})

test('a path that begins with dots stays a path of the app', () => {
  assert.equal(returnPath('/..//evil.example'), '/')
})
