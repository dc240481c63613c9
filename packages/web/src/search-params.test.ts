import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  readAgentSearch,
  readAskSearch,
  readConversationSearch,
  readDocumentsSearch,
  readNext,
  readRange,
  readSearchAddress,
} from './search-params.ts'

test('after signing in one only gets to a page of this app', () => {
  assert.equal(readNext('/ask?q=leave'), '/ask?q=leave')
  for (const elsewhere of ['https://evil.test', '//evil.test', '/\\evil.test', 'javascript:alert(1)', '', undefined])
    assert.equal(readNext(elsewhere), '/')
})

test('what does not fit in an address is dropped', () => {
  const documents = readDocumentsSearch({ state: 'gone', format: 'pdf', sort: 'random', at: 'here' } as never)
  assert.deepEqual(
    Object.entries(documents).filter(([, value]) => value !== undefined),
    [['format', 'pdf']],
  )
  assert.equal(readAskSearch({ q: ' How many? ' }).q, 'How many?')
  assert.equal(readConversationSearch({ source: '-2' as never }).source, undefined)
  assert.equal(readConversationSearch({ source: '3' as never }).source, 3)
  assert.deepEqual(readAgentSearch({ tab: 'bench', first: '1' as never, second: 'two' as never }), {
    tab: 'bench',
    first: 1,
    second: undefined,
    source: undefined,
    of: undefined,
    run: undefined,
  })
})

test('what does not fit in the address of a search is dropped, so that the rest of it is still searched', () => {
  const kept = (search: object) =>
    Object.fromEntries(Object.entries(readSearchAddress(search)).filter(([, value]) => value !== undefined))
  const wrong = {
    collection: 'Travel',
    format: 'exe',
    language: 'e!',
    from: '2026-13-01',
    to: 'today',
    document: '7',
    at: 'here',
    tag: 'a,b',
    title: ' ',
  }
  assert.deepEqual(kept({ q: ' leave ', ...wrong, author: ' ' }), { q: 'leave' })
  const right = {
    q: 'leave',
    tag: 'travel costs',
    title: 'Handbook',
    format: 'pdf',
    language: 'de',
    author: 'Ada',
    from: '2026-01-31',
    to: '2026-02-01',
    at: '12',
  }
  assert.deepEqual(kept(right), right)
})

test('a place is two offsets in order', () => {
  assert.deepEqual(readRange('12-34'), { start: 12, end: 34 })
  assert.equal(readRange('34-12'), undefined)
  assert.equal(readRange(undefined), undefined)
})
