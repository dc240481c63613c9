import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BrainError } from '@brain-ai/contract'
import { readCursor, writeCursor } from './list-cursor.ts'

const id = '0190163d-8694-739b-aea5-966c26f8ad90'
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

test('what is no cursor, or one of another order, is refused as a wrong request', () => {
  const wrong = [
    '',
    '%%%',
    encode(null),
    encode(['newest', 'soon', id]),
    encode(['newest', '9999999999999999', id]),
    encode(['newest', '1', 'x']),
    encode(['title', 'a\0', id]),
    writeCursor({ sort: 'size', key: '1', id }),
  ]
  for (const text of wrong)
    assert.throws(
      () => readCursor(text, text === encode(['title', 'a\0', id]) ? 'title' : 'newest'),
      (error) => error instanceof BrainError && error.code === 'request/invalid',
    )
})

test('a cursor comes back as it was written', () => {
  const cursor = { sort: 'title', key: 'über „uns“', id } as const
  assert.deepEqual(readCursor(writeCursor(cursor), 'title'), cursor)
})
