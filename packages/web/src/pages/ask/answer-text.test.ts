import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAnswer, spokenAnswer } from './answer-text.ts'

const flat = (answer: string, isComplete = true) =>
  parseAnswer(answer, isComplete).map(({ kind, lines }) => [
    kind,
    ...lines.map((line) => line.map((piece) => (piece.kind === 'text' ? piece.text : piece.number))),
  ])

test('markers become citations and leave no space before them', () => {
  assert.deepEqual(flat('Thirty days [1], of which ten move on [2][3].'), [
    ['paragraph', ['Thirty days', 1, ', of which ten move on', 2, 3, '.']],
  ])
})

test('several numbers in one marker are several citations', () => {
  assert.deepEqual(flat('So it is [1, 4].'), [['paragraph', ['So it is', 1, 4, '.']]])
})

test('brackets that name no citation stay text', () => {
  assert.deepEqual(flat('See [annex] and [a1].'), [['paragraph', ['See [annex] and [a1].']]])
})

test('empty lines divide paragraphs; lines with bullets make a list', () => {
  assert.deepEqual(flat('First.\n\n- one [1]\n- two\n\n1. a\n2. b\n\nLast.'), [
    ['paragraph', ['First.']],
    ['list', ['one', 1], ['two']],
    ['numbered-list', ['a'], ['b']],
    ['paragraph', ['Last.']],
  ])
})

test('half a marker is kept back until it is whole', () => {
  for (const half of ['Days [', 'Days [1', 'Days [12', 'Days [1, '])
    assert.deepEqual(flat(half, false), [['paragraph', ['Days']]])
  assert.deepEqual(flat('Days [1', true), [['paragraph', ['Days [1']]])
})

test('what is read aloud has no markers', () => {
  assert.equal(spokenAnswer('Thirty days [1].\n\nTen move on [2, 3].'), 'Thirty days. Ten move on.')
})
