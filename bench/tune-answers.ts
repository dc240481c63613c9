import { parseArgs } from 'node:util'
import { type Evidence, measureEvidence } from '../packages/server/src/features/answers/judge-evidence.ts'
import { type CandidateSentence, measureSentences } from '../packages/server/src/features/answers/measure-sentences.ts'
import { profileQuestion } from '../packages/server/src/features/answers/question-profile.ts'
import type { MemoryIndex } from '../packages/server/src/features/retrieval/lexical/memory-index.ts'
import { indexWithout, passagesPerArticle, questionsByDocument } from './answers.ts'
import { type IrCollection, readCollections } from './ir-collections.ts'

// Learns the weights of the extractive answerer on the even articles of the collections with gold answers and prints them:
// node bench/tune-answers.ts --collections DIR

type Choice = { readonly candidates: number[][]; readonly isGold: boolean[] }
type Case = { readonly features: number[]; readonly isAnswerable: boolean; readonly language: string }

const passagesRead = 6
const refusedInOne = 20
const { values } = parseArgs({ options: { collections: { type: 'string' } } })
if (values.collections === undefined) throw new Error('--collections FOLDER is missing')

const choices: Choice[] = []
const cases: Case[] = []
let sentenceNames: string[] = []
let evidenceNames: string[] = []
for (const collection of readCollections(values.collections)) if (collection.answers.size > 0) collect(collection)

print('sentenceWeights', sentenceNames, learnChoice(choices))
const evidence = learnYesOrNo(cases)
print('evidenceWeights', evidenceNames, evidence)
console.log(`bias: ${evidence.at(-1)!.toFixed(2)}`)
for (const language of ['en', 'de']) {
  const answerable = cases.filter((each) => each.isAnswerable && each.language === language)
  const scores = answerable.map(({ features }) => dot(evidence, [...features, 1])).sort((a, b) => a - b)
  console.log(`threshold ${language}: ${scores[Math.floor(scores.length / refusedInOne)]!.toFixed(2)}`)
}

function collect(collection: IrCollection): void {
  const whole = indexWithout(collection, () => false)
  const articleOf = (document: number) => Math.floor(document / passagesPerArticle)
  for (const { document, questions } of questionsByDocument(collection)) {
    if (articleOf(document) % 2 !== 0) continue
    // A workspace of one article beside the whole collection, so that the judgement holds for few documents as for many.
    const isElsewhere = (i: number) => articleOf(i) !== articleOf(document)
    const article = indexWithout(collection, isElsewhere)
    const wholeWithout = indexWithout(collection, (i) => i === document)
    const articleWithout = indexWithout(collection, (i) => i === document || isElsewhere(i))
    for (const { id, text } of questions) {
      const gold = collection.answers.get(id)!
      const goldId = collection.documents[document]!.id
      addCase(text, article, true)
      addCase(text, wholeWithout, false)
      addCase(text, articleWithout, false)
      const { sentences, passageIds } = addCase(text, whole, true)
      const isGold = sentences.map(
        (sentence) => passageIds[sentence.passageIndex] === goldId && gold.some((answer) => sentence.text.includes(answer)),
      )
      if (isGold.includes(true)) choices.push({ candidates: sentences.map(({ features }) => Object.values(features)), isGold })
    }
  }
}

function addCase(question: string, index: MemoryIndex, isAnswerable: boolean) {
  const retrieval = index.retrieve(question, passagesRead)
  const profile = profileQuestion(question, retrieval)
  const sentences: CandidateSentence[] = measureSentences(profile, retrieval.passages)
  const best = sentences[0]
  if (best !== undefined) {
    const measured: Evidence = measureEvidence(profile, retrieval.passages, sentences, best)
    cases.push({ features: Object.values(measured), isAnswerable, language: retrieval.question.language === 'de' ? 'de' : 'en' })
    evidenceNames = Object.keys(measured)
    sentenceNames = Object.keys(best.features)
  }
  return { sentences, passageIds: retrieval.passages.map(({ passageId }) => passageId) }
}

/** Weights that make a gold sentence likely among the sentences of its question. */
function learnChoice(all: readonly Choice[]): number[] {
  return descend(all[0]!.candidates[0]!.length, (weights, gradient) => {
    for (const { candidates, isGold } of all) {
      const scores = candidates.map((features) => dot(weights, features))
      const top = Math.max(...scores)
      const odds = scores.map((score) => Math.exp(score - top))
      const total = odds.reduce((sum, each) => sum + each, 0)
      const gold = odds.reduce((sum, each, i) => sum + (isGold[i] ? each : 0), 0)
      for (const [i, features] of candidates.entries()) {
        const excess = odds[i]! / total - (isGold[i] ? odds[i]! / gold : 0)
        for (const [j, feature] of features.entries()) gradient[j] = gradient[j]! + (excess * feature) / all.length
      }
    }
  })
}

function learnYesOrNo(all: readonly Case[]): number[] {
  return descend(all[0]!.features.length + 1, (weights, gradient) => {
    for (const { features, isAnswerable } of all) {
      const withBias = [...features, 1]
      const excess = 1 / (1 + Math.exp(-dot(weights, withBias))) - (isAnswerable ? 1 : 0)
      for (const [j, feature] of withBias.entries()) gradient[j] = gradient[j]! + (excess * feature) / all.length
    }
  })
}

/** Gradient descent with Adam's step sizes and a little weight decay. */
function descend(size: number, addGradient: (weights: number[], gradient: number[]) => void): number[] {
  const [rounds, rate, decay] = [400, 0.1, 0.001]
  const weights = new Array<number>(size).fill(0)
  const [first, second] = [weights.slice(), weights.slice()]
  for (let round = 1; round <= rounds; round++) {
    const gradient = weights.map((weight) => decay * weight)
    addGradient(weights, gradient)
    for (let j = 0; j < size; j++) {
      first[j] = 0.9 * first[j]! + 0.1 * gradient[j]!
      second[j] = 0.999 * second[j]! + 0.001 * gradient[j]! ** 2
      const step = first[j]! / (1 - 0.9 ** round) / (Math.sqrt(second[j]! / (1 - 0.999 ** round)) + 1e-9)
      weights[j] = weights[j]! - rate * step
    }
  }
  return weights
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, each, i) => sum + each * b[i]!, 0)
}

function print(title: string, names: readonly string[], weights: readonly number[]): void {
  console.log(`${title}\n${names.map((name, i) => `  ${name}: ${weights[i]!.toFixed(2)},`).join('\n')}`)
}
