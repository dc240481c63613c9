import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Answer, MessageView } from '@brain-ai/contract'
import { readBranch } from './message-tree.ts'

const ask = (id: string, parentId: string | null): MessageView => ({
  id,
  parentId,
  role: 'user',
  text: id,
  answer: null,
  createdAt: '',
})
const answer = (id: string, parentId: string): MessageView => ({
  ...ask(id, parentId),
  role: 'assistant',
  answer: { id } as Answer,
})
const ids = (messages: MessageView[], wanted?: string) =>
  readBranch(messages, wanted).map(({ question, answer }) => [question.id, answer?.id])

// q1 has two answers; below the first one the question was edited once.
const messages = [
  ask('q1', null),
  answer('a1', 'q1'),
  ask('q2', 'a1'),
  answer('a2', 'q2'),
  ask('q2-edited', 'a1'),
  answer('a2-edited', 'q2-edited'),
  answer('a1-again', 'q1'),
]

test('a conversation opens with what is newest', () => {
  assert.deepEqual(ids(messages.slice(0, 6)), [
    ['q1', 'a1'],
    ['q2-edited', 'a2-edited'],
  ])
  assert.deepEqual(ids(messages), [['q1', 'a1-again']])
})

test('a branch is shown through the message that is asked for, and on from there', () => {
  assert.deepEqual(ids(messages, 'q2'), [
    ['q1', 'a1'],
    ['q2', 'a2'],
  ])
  assert.deepEqual(ids(messages, 'a1'), [
    ['q1', 'a1'],
    ['q2-edited', 'a2-edited'],
  ])
})

test('each message knows its versions', () => {
  const [first, second] = readBranch(messages, 'q2')
  assert.deepEqual(first?.answers, { all: ['a1', 'a1-again'], current: 'a1' })
  assert.deepEqual(second?.questions, { all: ['q2', 'q2-edited'], current: 'q2' })
  assert.deepEqual(second?.answers, { all: ['a2'], current: 'a2' })
})

test('a question without an answer ends the branch, and no messages are no branch', () => {
  assert.deepEqual(ids([ask('q1', null)]), [['q1', undefined]])
  assert.deepEqual(ids([]), [])
  assert.deepEqual(ids(messages, 'gone'), [['q1', 'a1-again']])
})
