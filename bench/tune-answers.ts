import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { WordFeatures } from '../packages/server/src/features/answers/asked-words.ts'
import { type DecisionTree, sumTrees } from '../packages/server/src/features/answers/decision-trees.ts'
import { type Fit, measureFit, summarizeWords } from '../packages/server/src/features/answers/judge-evidence.ts'
import { measureSentences } from '../packages/server/src/features/answers/measure-sentences.ts'
import { profileQuestion } from '../packages/server/src/features/answers/question-profile.ts'
import { type AnswerCase, casesOf } from './answer-cases.ts'
import { type Grown, growTrees } from './grow-trees.ts'
import { readCollections } from './ir-collections.ts'
import { type Choice, dot, learnChoice, learnYesOrNo } from './learn-weights.ts'

// Learns the weights of the extractive answerer on the even articles of the collections with gold answers, writes what judges the
// evidence and prints the weights of the sentences: node bench/tune-answers.ts --collections DIR
// The odd articles are only looked at for the curve at the end.

type Judged = Pick<AnswerCase, 'isAnswerable' | 'isWhole' | 'language' | 'article'> & { readonly fit: Fit }
type Trees = readonly DecisionTree<keyof WordFeatures>[]

const grown: Grown = { trees: 30, leaves: 8, rate: 0.15, minRows: 60, decay: 2 }
const folds = 6
const wronglyRefused = { en: 0.045, de: 0.05 }
const { values } = parseArgs({ options: { collections: { type: 'string' } } })
if (values.collections === undefined) throw new Error('--collections FOLDER is missing')

const judged: Judged[] = []
const choices: Choice[] = []
let sentenceNames: string[] = []
for (const collection of readCollections(values.collections)) {
  if (collection.answers.size > 0) for (const each of casesOf(collection)) collect(each)
}
const learnt = judged.filter(({ article }) => article % 2 === 0)
const heldOut = judged.filter(({ article }) => article % 2 !== 0)

// The trees know the words they grew from too well, so each article is judged by trees that did not see it.
const foldOf = ({ article }: Judged) => (article / 2) % folds
const treesWithout = Array.from({ length: folds }, (_, fold) => grow(learnt.filter((each) => foldOf(each) !== fold)))
const unseen = learnt.map((each) => evidenceOf(each.fit, treesWithout[foldOf(each)]!))
const names = Object.keys(unseen[0]!) as (keyof (typeof unseen)[0])[]
const weights = learnYesOrNo(
  unseen.map((evidence) => names.map((name) => evidence[name])),
  learnt.map(({ isAnswerable }) => isAnswerable),
).map((weight) => Math.round(weight * 1000) / 1000)
const scoreOf = (evidence: (typeof unseen)[0]) => dot(weights, [...names.map((name) => evidence[name]), 1])
const trees = grow(learnt)

const scoresUnseen = unseen.map(scoreOf)
const thresholds = { en: thresholdOf('en', wronglyRefused.en), de: thresholdOf('de', wronglyRefused.de) }
print('sentenceWeights', sentenceNames, learnChoice(choices))
printCurve('even, by trees that did not see the article', learnt, scoresUnseen)
printCurve(
  'odd, held out',
  heldOut,
  heldOut.map(({ fit }) => scoreOf(evidenceOf(fit, trees))),
)
writeLearnt()

function collect(each: AnswerCase): void {
  const { question, retrieval, goldId, gold, isAnswerable, isWhole, language, article } = each
  const profile = profileQuestion(question, retrieval)
  const sentences = measureSentences(profile, retrieval.passages)
  const best = sentences[0]
  if (best === undefined) return
  const fit = measureFit(profile, retrieval.passages, sentences, best)
  judged.push({ isAnswerable, isWhole, language, article, fit })
  if (article % 2 !== 0 || !isAnswerable || !isWhole) return
  const isGold = sentences.map(
    ({ passageIndex, text }) => retrieval.passages[passageIndex]!.passageId === goldId && gold.some((one) => text.includes(one)),
  )
  sentenceNames = Object.keys(best.features)
  if (isGold.includes(true)) choices.push({ candidates: sentences.map(({ features }) => Object.values(features)), isGold })
}

/** Each word of a question is a row: what it says about whether the question can be answered. */
function grow(cases: readonly Judged[]): Trees {
  const rows = cases.flatMap(({ fit }) => fit.words)
  const isYes = cases.flatMap(({ fit, isAnswerable }) => fit.words.map(() => isAnswerable))
  return growTrees(Object.keys(rows[0]!) as (keyof WordFeatures)[], rows, isYes, grown)
}

function evidenceOf({ words, context }: Fit, by: Trees) {
  return { ...summarizeWords(words.map((word) => sumTrees(by, word))), ...context }
}

function thresholdOf(language: 'de' | 'en', share: number): number {
  const scores = scoresUnseen.filter((_, i) => isAsked(learnt[i]!, language, true, true)).sort((a, b) => a - b)
  return Math.round(scores[Math.floor(share * scores.length)]! * 1000) / 1000
}

function isAsked(each: Judged, language: string, isAnswerable: boolean, isWhole: boolean): boolean {
  return each.language === language && each.isAnswerable === isAnswerable && each.isWhole === isWhole
}

function printCurve(title: string, cases: readonly Judged[], scores: readonly number[]): void {
  console.log(`\n${title}: rightly refused where 2, 3, 5, 8 of 100 are wrongly; at the threshold rightly, wrongly`)
  for (const language of ['en', 'de'] as const) {
    for (const isWhole of [true, false]) {
      const scoresOf = (isAnswerable: boolean) =>
        scores.filter((_, i) => isAsked(cases[i]!, language, isAnswerable, isWhole)).sort((a, b) => a - b)
      const [answerable, not] = [scoresOf(true), scoresOf(false)]
      const below = (all: readonly number[], threshold: number) =>
        ((100 * all.filter((score) => score < threshold).length) / all.length).toFixed(1)
      const curve = [0.02, 0.03, 0.05, 0.08].map((share) => below(not, answerable[Math.floor(share * answerable.length)]!))
      const at = thresholds[language]
      console.log(
        `${language} ${isWhole ? 'whole  ' : 'article'} ${curve.join('  ')}   ${below(not, at)} at ${below(answerable, at)}`,
      )
    }
  }
}

function print(title: string, of: readonly string[], learntWeights: readonly number[]): void {
  console.log(`${title}\n${of.map((name, i) => `  ${name}: ${learntWeights[i]!.toFixed(2)},`).join('\n')}`)
}

function writeLearnt(): void {
  const weightLines = names.map((name, i) => `  ${name}: ${weights[i]},`).join('\n')
  const file = new URL('../packages/server/src/features/answers/learnt-evidence.ts', import.meta.url)
  const text = `import type { WordFeatures } from './asked-words.ts'
import type { DecisionTree } from './decision-trees.ts'
import type { Evidence } from './evidence.ts'

// Learnt on the even articles of XQuAD, English and German, by \`node bench/tune-answers.ts\`: each question with its passage among
// the documents and without it, in the whole collection and in its article alone. Not edited by hand.

/** What one word of the question says about whether the documents answer it, in log-odds. */
export const wordTrees: readonly DecisionTree<keyof WordFeatures>[] = ${JSON.stringify(trees)}

export const evidenceWeights: Evidence = {
${weightLines}
}
export const evidenceBias = ${weights.at(-1)}
/** Where about one in twenty answerable questions is refused. German meets less of a question word by word. */
export const evidenceThresholds = ${JSON.stringify(thresholds)}
`
  writeFileSync(file, text)
}
