import assert from 'node:assert/strict'
import { test } from 'node:test'
import { suggest } from './suggest.ts'

const names = ['start', 'ask', 'import', 'doctor', 'migrate']

test('a slip of the finger finds the command that was meant', () => {
  assert.equal(suggest('strat', names), 'start')
  assert.equal(suggest('aks', names), 'ask')
  assert.equal(suggest('Imprt', names), 'import')
})

test('the beginning of a command is enough', () => {
  assert.equal(suggest('mig', names), 'migrate')
})

test('a word that resembles nothing gets no suggestion', () => {
  assert.equal(suggest('deploy', names), undefined)
  assert.equal(suggest('xy', names), undefined)
})
