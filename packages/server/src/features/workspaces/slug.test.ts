import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { toSlug } from './slug.ts'

test('umlauts are spelled out and spaces become hyphens', () => {
  assert.equal(toSlug('  Müller & Söhne GmbH '), 'mueller-soehne-gmbh')
})

test('any name gives a slug that the database accepts', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => /^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/.test(toSlug(name))))
})
