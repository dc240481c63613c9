import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isSameSecret, makeKey, readKey } from './api-key.ts'

const anyKey = fc.tuple(fc.uuid(), fc.uint8Array({ minLength: 32, maxLength: 32 })).map(([id, secret]) => makeKey(id, secret))

test('a key reads back to its id and its secret', () => {
  fc.assert(
    fc.property(anyKey, ({ id, key, secretHash, prefix }) => {
      assert.match(key, /^brain_[0-9a-f]{32}_[0-9A-Za-z]{49}$/)
      assert.ok(key.startsWith(prefix))
      const read = readKey(key)
      assert.equal(read?.id, id)
      assert.ok(isSameSecret(read.secretHash, secretHash))
    }),
  )
})

test('a key with one other character is refused without a look-up', () => {
  fc.assert(
    fc.property(anyKey, fc.nat(), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), ({ key }, at, character) => {
      const place = at % key.length
      fc.pre(key[place] !== character)
      assert.equal(readKey(key.slice(0, place) + character + key.slice(place + 1)), undefined)
    }),
    { numRuns: 2000 },
  )
})

test('every letter of a key that is typed as another letter or digit is noticed', () => {
  const { key } = makeKey()
  for (let place = 0; place < key.length; place++)
    for (const character of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-')
      if (character !== key[place])
        assert.equal(readKey(key.slice(0, place) + character + key.slice(place + 1)), undefined, `${place} ${character}`)
})

test('two letters of a key that changed places are noticed, and so is a key that was cut or lengthened', () => {
  fc.assert(
    fc.property(anyKey, fc.nat(), ({ key }, at) => {
      const place = at % (key.length - 1)
      fc.pre(key[place] !== key[place + 1])
      assert.equal(readKey(key.slice(0, place) + key[place + 1] + key[place] + key.slice(place + 2)), undefined)
      assert.equal(readKey(key.slice(0, place)), undefined)
      assert.equal(readKey(`${key}${key[place]}`), undefined)
    }),
  )
})

test('no two keys are alike, in their first characters neither', () => {
  const keys = Array.from({ length: 200 }, () => makeKey())
  assert.equal(new Set(keys.map(({ key }) => key.slice(-49))).size, keys.length)
  assert.equal(new Set(keys.map(({ prefix }) => prefix)).size, keys.length)
})
