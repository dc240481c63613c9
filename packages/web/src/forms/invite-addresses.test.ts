import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAddresses } from './invite-addresses.ts'

test('addresses are found however a list of them was pasted', () => {
  const text = 'ann@example.com, Ben Berg <ben@example.com>;\n"Cruz, Eva" <eva@example.org>\n\nann@example.com'
  assert.deepEqual(readAddresses(text), { addresses: ['ann@example.com', 'ben@example.com', 'eva@example.org'], wrong: [] })
  assert.deepEqual(readAddresses(' \n,; '), { addresses: [], wrong: [] })
})

test('what is no address is named, so that nobody is left out in silence', () => {
  assert.deepEqual(readAddresses('ann@example.com ben@localhost carl'), {
    addresses: ['ann@example.com'],
    wrong: ['ben@localhost', 'carl'],
  })
})
