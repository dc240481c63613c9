import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDomain } from './read-domain.ts'

test('a domain is found in what people paste for it', () => {
  for (const text of ['example.com', ' Example.COM ', 'ann@example.com', '@example.com', 'https://example.com/about'])
    assert.equal(readDomain(text), 'example.com')
})

test('what is no domain is refused', () => {
  for (const text of ['example', 'exa mple.com', '-example.com', 'example.c', '', 'a@b@'])
    assert.equal(readDomain(text), undefined)
})
