import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completeMarkdown } from './complete-markdown.ts'

const cases: [string, string, string][] = [
  ['a whole sentence', 'Thirty days [1].', 'Thirty days [1].'],
  ['half a marker', 'Thirty days [1', 'Thirty days'],
  ['bold words without their end', 'So **thirty da', 'So **thirty da**'],
  ['bold words with half of their end', 'So **thirty days*', 'So **thirty days**'],
  ['the beginning of bold words', 'So **', 'So '],
  ['slanted words without their end', 'So *thirty', 'So *thirty*'],
  ['the bullet of a list', '* one\n* two', '* one\n* two'],
  ['code without its end', 'Run `npm', 'Run `npm`'],
  ['stars inside of code', 'Run `a ** b` now', 'Run `a ** b` now'],
  ['a link without its end', 'See [the page](https://one.te', 'See the page'],
  ['a link without its address', 'See [the pa', 'See the pa'],
  ['an image without its end', 'See ![the cha', 'See the cha'],
  ['the hyphen that begins a list', 'Two things:\n\n-', 'Two things:\n\n'],
  ['the number that begins a list', 'Two things:\n1', 'Two things:'],
  ['a table of which only the head is there', 'See:\n\n| a | b |\n| -', 'See:\n\n'],
  ['a table with its first row', '| a | b |\n| - | - |\n| 1', '| a | b |\n| - | - |\n| 1'],
  ['code in a fence', 'See:\n\n```\nlet **a', 'See:\n\n```\nlet **a'],
  ['a fence that is being closed', '```\nlet a\n``', '```\nlet a'],
  ['what comes after a fence', '```\na ** b\n```\nSo **it', '```\na ** b\n```\nSo **it**'],
]

for (const [what, text, shown] of cases) {
  test(`while an answer is written, ${what} is shown without flicker`, () => assert.equal(completeMarkdown(text), shown))
}
