import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readableText } from './readable-text.ts'

const cases: [string, string, string][] = [
  ['a list item loses its mark and gains a full stop', '- Thirty days of leave', 'Thirty days of leave.'],
  ['a numbered item loses its number', '3. Send the form.', 'Send the form.'],
  ['a table row reads as a line', '| Berlin | 120 |', 'Berlin · 120.'],
  ['a wrapped sentence is one line', 'The nightly\n  backup starts.', 'The nightly backup starts.'],
  ['Markdown is taken off', 'See **the** [rules](https://example.com/x) in `config`.', 'See the rules in config.'],
  ['a footnote mark would pass for a citation', 'It was so.[12] Then[3] not.', 'It was so. Then not.'],
  ['a year in brackets stays readable', 'Built [1920] here.', 'Built (1920) here.'],
  ['a quotation keeps its end', 'He said “stop.”', 'He said “stop.”'],
]
for (const [name, quote, expected] of cases) test(name, () => assert.equal(readableText(quote), expected))
