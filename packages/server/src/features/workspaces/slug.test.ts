import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { numberSlug, toSlug } from './slug.ts'

test('umlauts are spelled out and spaces become hyphens', () => {
  assert.equal(toSlug('  Müller & Söhne GmbH '), 'mueller-soehne-gmbh')
})

test('any name gives a slug that the database accepts', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => /^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/.test(toSlug(name))))
})

test('a second workspace of the same name gets a number, and however long the name, the slug stays valid', () => {
  assert.equal(numberSlug('acme', 1), 'acme')
  assert.equal(numberSlug('acme', 2), 'acme-2')
  assert.equal(numberSlug(`${'a'.repeat(61)}-bc`, 10), `${'a'.repeat(61)}-10`)
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 1e6 }), (name, number) =>
      /^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/.test(numberSlug(toSlug(name), number)),
    ),
  )
})
