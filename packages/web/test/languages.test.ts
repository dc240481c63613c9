import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { errorTable } from '@brain-ai/contract'
import { parseSync, Visitor } from 'oxc-parser'

const source = new URL('../src/', import.meta.url)
const files = globSync('**/*.{ts,tsx}', { cwd: source }).filter((file) => !file.endsWith('.test.ts'))

type Catalogue = { [key: string]: string | Catalogue }

const readCatalogue = (language: string): Map<string, string> => {
  const entries = new Map<string, string>()
  const collect = (part: Catalogue, path: string) => {
    for (const [name, value] of Object.entries(part)) {
      if (typeof value === 'string') entries.set(path + name, value)
      else collect(value, `${path}${name}.`)
    }
  }
  collect(JSON.parse(readFileSync(new URL(`languages/${language}.json`, source), 'utf8')) as Catalogue, '')
  return entries
}

const english = readCatalogue('en')
const german = readCatalogue('de')
const withoutPlural = (key: string): string => key.replace(/_(one|other)$/, '')

/** What the code says in strings: whole ones, the beginnings of composed ones, and texts that people would see. */
function readCode() {
  const strings = new Set<string>()
  const beginnings = new Set<string>()
  const rawTexts: string[] = []
  const spoken = new Set(['label', 'title', 'placeholder', 'alt', 'aria-label', 'hint', 'intro'])
  const hasWord = (text: string) => /\p{L}{2}/u.test(text)
  for (const file of files) {
    const { program, errors } = parseSync(file, readFileSync(new URL(file, source), 'utf8'))
    assert.deepEqual(errors, [], file)
    new Visitor({
      Literal: ({ value }) => {
        if (typeof value === 'string') strings.add(value)
      },
      TemplateLiteral: ({ quasis }) => {
        if (quasis.length > 1) beginnings.add(quasis[0]!.value.raw)
      },
      JSXText: ({ value }) => {
        if (hasWord(value)) rawTexts.push(`${file}: ${value.trim()}`)
      },
      JSXAttribute: ({ name, value }) => {
        const isSpoken = name.type === 'JSXIdentifier' && spoken.has(name.name)
        if (isSpoken && value?.type === 'Literal' && hasWord(String(value.value)))
          rawTexts.push(`${file}: ${String(value.value)}`)
      },
    }).visit(program)
  }
  return { strings, beginnings, rawTexts }
}

const code = readCode()

test('both languages have the same texts with the same placeholders', () => {
  assert.deepEqual([...german.keys()].sort(), [...english.keys()].sort())
  const placeholders = (text = '') => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort()
  for (const [key, text] of english) assert.deepEqual(placeholders(german.get(key)), placeholders(text), key)
})

test('a text with a count has a singular and a plural', () => {
  for (const key of english.keys()) {
    if (key.endsWith('_one')) assert.ok(english.has(`${withoutPlural(key)}_other`), key)
    if (key.endsWith('_other')) assert.ok(english.has(`${withoutPlural(key)}_one`), key)
  }
})

test('every text is used', () => {
  const composed = [...code.beginnings].filter((beginning) => /^[a-zA-Z]+\.$/.test(beginning))
  // Error codes come from the server: their texts are used when the contract knows the code.
  composed.splice(composed.indexOf('errors.'), 1)
  const isUsed = (key: string) =>
    code.strings.has(key) || composed.some((beginning) => key.startsWith(beginning)) || key.replace('errors.', '') in errorTable
  assert.ok(composed.length > 0 && code.strings.size > 100)
  assert.deepEqual(
    [...english.keys()].map(withoutPlural).filter((key) => !isUsed(key)),
    [],
  )
})

test('no text stands in the code itself', () => {
  assert.ok(files.some((file) => file.endsWith('.tsx')))
  assert.deepEqual(code.rawTexts, [])
})
