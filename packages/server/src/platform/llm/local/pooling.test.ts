import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPooling } from './pooling.ts'

test('a model that says how its vectors are pooled is believed', () => {
  assert.equal(readPooling({ pooling_mode_cls_token: true, pooling_mode_mean_tokens: false }), 'cls')
  assert.equal(readPooling({ pooling_mode_cls_token: false, pooling_mode_mean_tokens: true }), 'mean')
  assert.equal(readPooling({ pooling_mode_lasttoken: true }), 'last_token')
})

test('a model that says nothing is pooled by the mean', () => {
  for (const nothing of [undefined, null, {}, []]) assert.equal(readPooling(nothing), 'mean')
})
