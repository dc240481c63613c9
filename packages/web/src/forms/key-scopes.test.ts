import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { may, roles, scopes } from '@brain-ai/contract'
import { presetOf, presetsFor, scopesFor, scopesOfPreset } from './key-scopes.ts'

test('no preset gives a key more than its member may do', () => {
  for (const role of roles)
    for (const preset of presetsFor(role)) {
      const given = scopesOfPreset(preset, role)
      assert.ok(given.length > 0)
      assert.ok(given.every((scope) => may(role, scope) && scopes.includes(scope)))
    }
})

test('who may only read is not offered a key for writing', () => {
  assert.ok(!presetsFor('viewer').includes('write'))
  assert.deepEqual(presetsFor('owner'), ['read', 'write', 'all'])
  assert.ok(!scopesFor('viewer').includes('documents.write'))
})

test('scopes that no preset has are no preset', () => {
  assert.equal(presetOf(scopesOfPreset('write', 'admin'), 'admin'), 'write')
  assert.equal(presetOf(['documents.read'], 'admin'), undefined)
})

test('every scope has a name for people in both languages', () => {
  for (const language of ['en', 'de']) {
    const file = new URL(`../languages/${language}.json`, import.meta.url)
    const names = (JSON.parse(readFileSync(file, 'utf8')) as { scopes: Record<string, Record<string, string>> }).scopes
    for (const scope of scopes) {
      const [feature, verb] = scope.split('.') as [string, string]
      assert.ok(names[feature]?.[verb], `${language}: ${scope}`)
    }
  }
})
