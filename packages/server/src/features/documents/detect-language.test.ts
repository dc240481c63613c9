import assert from 'node:assert/strict'
import { test } from 'node:test'
import { detectLanguage } from './detect-language.ts'

const samples = {
  en: 'Every employee has thirty days of leave, and they may be taken in parts when the manager agrees.',
  de: 'Alle Beschäftigten haben dreißig Tage Urlaub, die auch in Teilen genommen werden können, wenn es passt.',
  fr: 'Chaque salarié a droit à trente jours de congé, qui peuvent être pris en plusieurs fois avec son accord.',
  es: 'Cada empleado tiene derecho a treinta días de vacaciones, que se pueden tomar por partes cuando lo desee.',
  it: 'Ogni dipendente ha diritto a trenta giorni di ferie, che possono essere prese anche in più volte nella stagione.',
  nl: 'Iedere werknemer heeft recht op dertig dagen verlof, die ook in delen kunnen worden opgenomen als het uitkomt.',
  pt: 'Cada empregado tem direito a trinta dias de férias, que também podem ser tiradas em partes quando não há trabalho.',
}

for (const [language, text] of Object.entries(samples))
  test(`a sentence in ${language} is recognised`, () => {
    assert.equal(detectLanguage(text), language)
  })

test('a text without stop words takes the fallback, never an unknown language', () => {
  assert.equal(detectLanguage('4711 | 12.50 | XR-7'), 'en')
  assert.equal(detectLanguage('4711 | 12.50 | XR-7', 'de'), 'de')
  assert.equal(detectLanguage(''), 'en')
})

test('the language of a long text is judged by all of its parts', () => {
  assert.equal(detectLanguage(`${samples.en}\n${'0123456789\n'.repeat(50_000)}${`${samples.de}\n`.repeat(300)}`), 'de')
})
