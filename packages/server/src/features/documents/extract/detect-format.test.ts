import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BrainError } from '@brain-ai/contract'
import { strToU8, zipSync } from 'fflate'
import * as hostile from '../../../../test/fixtures/hostile-files.ts'
import { detectFormat } from './detect-format.ts'
import { aDocx, aPdf, aPptx } from './testing/small-files.ts'

const refused = (bytes: Uint8Array, name: string): BrainError => {
  try {
    detectFormat(bytes, name)
  } catch (error) {
    if (error instanceof BrainError) return error
    throw error
  }
  return assert.fail(`${name} was accepted`)
}

test('what is in a file counts, not what it is called', () => {
  assert.equal(detectFormat(aPdf([]), 'notes.txt'), 'pdf')
  assert.equal(detectFormat(aDocx(''), 'book.zip'), 'docx')
  assert.equal(detectFormat(aPptx([]), 'unnamed'), 'pptx')
  assert.equal(detectFormat(zipSync({ 'xl/workbook.xml': strToU8('<workbook/>') }), 'a.xlsx'), 'xlsx')
  assert.equal(detectFormat(strToU8('\n<!DOCTYPE html><html></html>'), 'download'), 'html')
  assert.equal(detectFormat(strToU8('Received: by x\r\nFrom: a@example.com\r\nSubject: Hi\r\n\r\nHello'), 'mail'), 'eml')
})

test('the ending decides among the kinds of plain text', () => {
  const expected = {
    'a.md': 'markdown',
    'a.CSV': 'csv',
    'a.tsv': 'csv',
    'a.htm': 'html',
    'a.eml': 'eml',
    'a.txt': 'text',
    'a.py': 'text',
    'a.unknown': 'text',
    a: 'text',
  }
  for (const [name, format] of Object.entries(expected)) assert.equal(detectFormat(strToU8('hello, world'), name), format, name)
})

test('nothing, or only white space, is an empty file', () => {
  for (const { bytes, name } of [hostile.emptyFile(), hostile.blankFile(), { bytes: strToU8('\ufeff \n'), name: 'a.txt' }])
    assert.equal(refused(bytes, name).code, 'document/empty')
})

test('a program is called a program, whatever its name promises', () => {
  const { bytes, name } = hostile.renamedExecutable()
  const error = refused(bytes, name)
  assert.equal(error.code, 'document/unsupported-type')
  assert.match(error.message, /^This is a Windows program, although its name ends in \.pdf\. Upload a PDF/)
})

test('files without text are refused with what they are', () => {
  const kinds: [string, RegExp][] = [
    ['\x7fELF\x02\x01', /Linux program/],
    ['\x89PNG\r\n\x1a\n', /PNG picture/],
    ['\xff\xd8\xff\xe0', /JPEG/],
    ['\x1f\x8b\x08', /gzip/],
    ['Rar!\x1a\x07\0', /RAR/],
    ['ID3\x03\0\0', /MP3/],
    ['wOF2\0\x01', /font/],
    ['{\\rtf1 hello}', /Rich Text.*\.docx/],
  ]
  for (const [start, sentence] of kinds) {
    const error = refused(Uint8Array.from(Buffer.from(start.padEnd(40, '\x01'), 'latin1')), 'file.bin')
    assert.equal(error.code, 'document/unsupported-type')
    assert.match(error.message, sentence)
  }
  assert.match(refused(zipSync({ 'a.txt': strToU8('a') }), 'a.zip').message, /zip archive/)
  assert.match(refused(zipSync({ mimetype: strToU8('x'), 'content.xml': strToU8('x') }), 'a.odt').message, /OpenDocument/)
  assert.equal(refused(hostile.binaryNoise().bytes, 'notes.txt').code, 'document/unsupported-type')
})

test('text that only begins like such a file is still text', () => {
  for (const text of ['MZ is a short name', 'BMW builds cars', 'ID3 tags explained', 'GIF89a is a format'])
    assert.equal(detectFormat(strToU8(text), 'a.txt'), 'text')
})

test('office files with a password are told from office files that are too old', () => {
  assert.equal(refused(hostile.encryptedOffice().bytes, 'a.xlsx').code, 'document/password-protected')
  const old = refused(hostile.oldWordDocument().bytes, 'a.doc')
  assert.equal(old.code, 'document/unsupported-type')
  assert.match(old.message, /before 2007\. Save it as \.docx/)
})

test('a cut-off document is damaged, and so is text under the name of a PDF', () => {
  const { bytes, name } = hostile.truncatedDocx()
  assert.equal(refused(bytes, name).code, 'document/damaged')
  assert.equal(refused(strToU8('Not found'), 'report.pdf').code, 'document/damaged')
})
