import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addFeedbackTerms } from './feedback-terms.ts'

const passage = (text: string, score: number) => ({ title: '', headingPath: [], language: 'en', text, score })

test('the words that the best passages share are searched for too, and the question keeps nine tenths of the weight', () => {
  const weights = addFeedbackTerms(new Map([['wing', 2]]), [
    passage('wing flutter flutter', 3),
    passage('wing flutter speed', 2),
    passage('boundary', 1),
  ])
  assert.ok(weights.get('flutter')! > weights.get('speed')!)
  assert.ok(weights.get('wing')! > 2)
  const sum = [...weights.values()].reduce((total, weight) => total + weight, 0)
  assert.ok(Math.abs(2 / sum - 0.9) < 1e-9, `${sum}`)
})

test('at most twenty words of at most ten passages are added', () => {
  const texts = Array.from({ length: 12 }, (_, i) => passage(`alpha${i} beta${i} gamma${i} delta${i}`, 12 - i))
  const weights = addFeedbackTerms(new Map([['wing', 1]]), texts)
  assert.equal(weights.size, 21)
  assert.ok([...weights.keys()].every((term) => !term.endsWith('11')))
})
