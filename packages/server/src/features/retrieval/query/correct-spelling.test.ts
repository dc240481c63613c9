import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CandidatePassage } from '../lexical/rank-candidates.ts'
import { correctSpelling } from './correct-spelling.ts'

const passage = (text: string, documentTitle = 'Handbook') => ({ text, documentTitle, language: 'en' }) as CandidatePassage
const asItself = (word: string) => [word]

test('a mistyped word is offered in the spelling of the passages that were found', () => {
  const standIns = [{ word: 'vaccation', term: 'vacat', weight: 0.5 }]
  const found = [passage('Vacation days are counted. A vacation is asked for early; no vacation in June.')]
  assert.equal(correctSpelling('When is vaccation counted?', standIns, found, asItself), 'When is vacation counted?')
})

test('two letters that changed places are told, though little of the word is the same', () => {
  const standIns = [
    { word: 'harbuor', term: 'harvest', weight: 0.12 },
    { word: 'harbuor', term: 'harbour', weight: 0.11 },
  ]
  assert.equal(correctSpelling('harbuor', standIns, [passage('The harbour after the harvest.')], asItself), 'harbour')
})

test('a German noun keeps its capital', () => {
  const standIns = [{ word: 'urlap', term: 'urlaub', weight: 0.4 }]
  const found = [{ ...passage('Der Urlaub wird im Portal beantragt.'), language: 'de' }]
  assert.equal(correctSpelling('urlap beantragen', standIns, found, asItself), 'Urlaub beantragen')
})

test('a word that stands in no passage that was found is never offered', () => {
  const standIns = [{ word: 'kannary', term: 'canari', weight: 0.6 }]
  assert.equal(correctSpelling('the kannary', standIns, [passage('Nothing of the kind.')], asItself), undefined)
})

test('a word that only faintly resembles another is left alone', () => {
  const standIns = [{ word: 'brain', term: 'train', weight: 0.1 }]
  assert.equal(correctSpelling('brain', standIns, [passage('The train leaves at noon.')], asItself), undefined)
})
