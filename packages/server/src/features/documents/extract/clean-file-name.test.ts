import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hostileNames } from '../../../../test/fixtures/hostile-files.ts'
import { cleanFileName } from './clean-file-name.ts'

test('folders are cut off, and a name that is nothing gets one', () => {
  assert.equal(cleanFileName('../../etc/passwd'), 'passwd')
  assert.equal(cleanFileName('C:\\docs\\Plan 2026.docx'), 'Plan 2026.docx')
  assert.equal(cleanFileName('..'), 'unnamed')
  assert.equal(cleanFileName(' \u0000 '), 'unnamed')
})

test('marks that turn the reading direction are gone, so the ending is what it looks like', () => {
  assert.equal(cleanFileName('invoice\u202efdp.exe'), 'invoicefdp.exe')
})

test('a long name keeps its ending', () => {
  const name = cleanFileName(`${'long '.repeat(200)}.docx`)
  assert.ok(name.length <= 200 && name.endsWith('.docx'))
})

test('every name comes out safe, and cleaning it again changes nothing', () => {
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...hostileNames), fc.string({ unit: 'binary', maxLength: 400 })), (name) => {
      const clean = cleanFileName(name)
      assert.ok(clean.length > 0 && clean.length <= 200)
      assert.ok(clean.isWellFormed())
      assert.doesNotMatch(clean, /[/\\\p{Cc}\p{Cf}]|^\.{1,2}$/u)
      assert.equal(cleanFileName(clean), clean)
    }),
  )
})
