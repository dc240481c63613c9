import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, type AnswerEvent, BrainError, type Citation } from '@brain-ai/contract'
import { ConnectionError } from '@brain-ai/sdk'
import { beginLive, followAnswer } from './follow-answer.ts'

const text = 'Thirty days [1], of which ten move on [2].'
const citation = (number: number) => ({ number, title: `Document ${number}` }) as Citation
const end = { answer: text, citations: [citation(1), citation(2)], passages: [] as Answer['passages'] } as Answer
const begun = beginLive({ answer: '', citations: [], passages: [] })

/** What the server sends from an offset on: text in pieces of five letters, after everything that belongs to it. */
async function* eventsFrom(from: number, breaksAt = Number.POSITIVE_INFINITY): AsyncGenerator<AnswerEvent> {
  yield { name: 'passages-found', data: { passages: [] } }
  for (const number of [1, 2]) if (text.indexOf(`[${number}]`) < from + 5) yield { name: 'citation', data: citation(number) }
  for (let at = from; at < text.length; at += 5) {
    if (at >= breaksAt) throw new ConnectionError('lost')
    yield { name: 'text-delta', data: { text: text.slice(at, at + 5), offset: at } }
  }
  yield { name: 'answer-end', data: end }
}

test('wherever the connection breaks, nothing of the answer is missing or doubled', async () => {
  for (let breaksAt = 0; breaksAt <= text.length - 5; breaksAt++) {
    let opened = 0
    const states = await Array.fromAsync(
      followAnswer(begun, {
        open: (from) => eventsFrom(from, opened++ === 0 ? breaksAt : undefined),
        wait: async () => {},
      }),
    )
    for (const { text: shown } of states) assert.equal(shown, text.slice(0, shown.length))
    assert.ok(states.some(({ isReconnecting }) => isReconnecting))
    const last = states.at(-1)!
    assert.deepEqual([last.text, last.citations, last.end, last.isReconnecting], [text, end.citations, end, false])
  }
})

test('a stream that ends before the answer does is opened again from there', async () => {
  const froms: number[] = []
  const open = async function* (from: number): AsyncGenerator<AnswerEvent> {
    froms.push(from)
    if (froms.length < 3) yield { name: 'text-delta', data: { text: text.slice(from, from + 7), offset: from } }
    else yield* eventsFrom(from)
  }
  const states = await Array.fromAsync(followAnswer(begun, { open, wait: async () => {} }))
  assert.deepEqual(froms, [0, 7, 14])
  assert.equal(states.at(-1)?.text, text)
})

test('a failed answer keeps what was there', async () => {
  const answer = { ...end, answer: 'Thirty', state: 'failed' } as Answer
  const open = async function* (): AsyncGenerator<AnswerEvent> {
    yield { name: 'error', data: { code: 'model/unavailable', message: 'Gone.', isRetryable: true, answer } }
  }
  const states = await Array.fromAsync(followAnswer(begun, { open, wait: async () => {} }))
  assert.deepEqual([states.at(-1)?.text, states.at(-1)?.end], ['Thirty', answer])
})

test('what the server refuses ends the following', async () => {
  const open = (): AsyncIterable<AnswerEvent> => {
    throw new BrainError('run/not-found', 'There is no such run.', { status: 404 })
  }
  await assert.rejects(Array.fromAsync(followAnswer(begun, { open, wait: async () => {} })), { code: 'run/not-found' })
})
