import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { unmarkedUtf16File, utf16File, windows1252File } from '../../../../test/fixtures/hostile-files.ts'
import { decodeText } from './decode-text.ts'

const text = 'Größe: 5 µm – “fine” enough'

test('UTF-8 is read with and without a byte order mark', () => {
  assert.equal(decodeText(Buffer.from(text)), text)
  assert.equal(decodeText(Buffer.from(`\ufeff${text}`)), text)
})

test('UTF-16 is read in both byte orders, with and without a mark', () => {
  assert.equal(decodeText(utf16File(text).bytes), text)
  assert.equal(decodeText(unmarkedUtf16File(text).bytes), text)
  assert.equal(decodeText(Buffer.from(`\ufeff${text}`, 'utf16le').swap16()), text)
  assert.equal(decodeText(Buffer.from(text, 'utf16le').swap16()), text)
})

test('what is no UTF-8 is read as Windows-1252', () => {
  assert.equal(decodeText(windows1252File('Füße, 5 µm').bytes), 'Füße, 5 µm')
  assert.equal(decodeText(Uint8Array.of(0x80, 0x20, 0x93, 0x61, 0x94)), '€ “a”')
})

test('line ends become one kind, control characters go, letters are composed', () => {
  assert.equal(decodeText(Buffer.from('a\r\nb\rc\fd\u0000e\u0007f u\u0308')), 'a\nb\nc\nd e f ü')
})

test('no bytes make it throw, and its text can always be stored', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      const decoded = decodeText(bytes)
      assert.ok(decoded.isWellFormed() && !decoded.includes('\0') && !decoded.includes('\r'))
      assert.equal(decoded, decoded.normalize('NFC'))
    }),
  )
})
