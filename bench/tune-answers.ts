import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { retrieveForAnswer } from '../packages/server/src/features/answers/answer-from-passages.ts'
import type { WordFeatures } from '../packages/server/src/features/answers/asked-words.ts'
import type { SentenceTraits, SentenceTrees } from '../packages/server/src/features/answers/compare-sentences.ts'
import { type DecisionTree, sumTrees } from '../packages/server/src/features/answers/decision-trees.ts'
import { type Fit, measureFit, summarizeWords } from '../packages/server/src/features/answers/judge-evidence.ts'
import { measureSentences } from '../packages/server/src/features/answers/measure-sentences.ts'
import { profileQuestion } from '../packages/server/src/features/answers/question-profile.ts'
import { type SentenceFeatures, sentenceWeights } from '../packages/server/src/features/answers/sentence-features.ts'
import { type AnswerCase, casesOf } from './answer-cases.ts'
import { indexWithout, questionsByDocument } from './answers.ts'
import { type Grown, growTrees } from './grow-trees.ts'
import { articlesOf, type IrCollection, readCollections } from './ir-collections.ts'
import { dot, learnChoice, learnYesOrNo } from './learn-weights.ts'
import { rightOfEach, yesOrNo } from './objectives.ts'

// Learns the trees of the extractive answerer, which choose the sentences and judge the evidence, on the even articles of the
// collections with gold answers and on all articles of more of them, and writes them. It prints the weights of the sentences:
// node bench/tune-answers.ts --collections DIR --more DIR
// The odd articles are only looked at for the figures at the end.

/** `fold` is that of the article, or `undefined` where nothing is learnt from it. */
type Origin = { readonly isMore: boolean; readonly fold: number | undefined }
type Choice = Origin & {
  readonly language: 'de' | 'en'
  readonly sentences: readonly Sentence[]
}
type Sentence = {
  readonly traits: SentenceTraits
  readonly weighed: number
  /** it is of the passage that answers and holds a gold string; or it holds one, wherever it stands */
  readonly isGold: boolean
  readonly holdsGold: boolean
}
type Judged = Origin & Pick<AnswerCase, 'isAnswerable' | 'isWhole' | 'language'> & { readonly fit: Fit }
type WordTrees = readonly DecisionTree<keyof WordFeatures>[]

const grownForSentences: Grown = { trees: 150, leaves: 8, rate: 0.1, minRows: 60, decay: 5, shareOfFeatures: 0.5 }
const grownForWords: Grown = { trees: 30, leaves: 8, rate: 0.15, minRows: 60, decay: 2, shareOfFeatures: 1 }
const folds = 6
const weightOfMore = { sentences: 0.7, words: 0.5 }
/** Of the sentences of a question only so many are compared while learning, the best by their weights. */
const comparedSentences = 15
const wronglyRefused = 0.05

const { values } = parseArgs({ options: { collections: { type: 'string' }, more: { type: 'string' } } })
if (values.collections === undefined) throw new Error('--collections FOLDER is missing')
const withAnswers = (folder: string) => readCollections(folder).filter(({ answers }) => answers.size > 0)
const counted = withAnswers(values.collections)
const more = values.more === undefined ? [] : withAnswers(values.more)
const titlesOfMore = [...new Set(more.flatMap(({ documents }) => documents.map(({ title }) => title)))]

// The trees know what they grew from too well, so each article is judged by trees that did not see it, and by sentences
// that such trees chose.
const choices = [...counted, ...more].flatMap((collection) => [...choicesOf(collection)])
printWeights()
const sentenceTrees = growBeside(choices, growForSentences)
printChoices('even, by trees that did not see the article', isLearntAndCounted)
printChoices('odd, held out', ({ fold }) => fold === undefined)
const judged = [...counted, ...more].flatMap((collection) => [...judgedOf(collection)])
const wordTrees = growBeside(judged, growForWords)
const evidence = judged.map((each) => evidenceOf(each.fit, wordTrees.unlike(each)))
const names = Object.keys(evidence[0]!) as (keyof (typeof evidence)[0])[]
const isLearnt = judged.map(({ fold }) => fold !== undefined)
const weights = learnYesOrNo(
  evidence.filter((_, i) => isLearnt[i]).map((each) => names.map((name) => each[name])),
  judged.filter((_, i) => isLearnt[i]).map(({ isAnswerable }) => isAnswerable),
  judged.filter((_, i) => isLearnt[i]).map(({ isMore }) => (isMore ? weightOfMore.words : 1)),
).map((weight) => Math.round(weight * 1000) / 1000)
const scores = evidence.map((each) => dot(weights, [...names.map((name) => each[name]), 1]))
const thresholds = { en: thresholdOf('en'), de: thresholdOf('de') }
printCurve('even, by trees that did not see the article', isLearntAndCounted)
printCurve('odd, held out', ({ fold }) => fold === undefined)
writeLearnt()

function isLearntAndCounted({ isMore, fold }: Origin): boolean {
  return !isMore && fold !== undefined
}

function originOf(collection: IrCollection, article: number): Origin {
  if (!more.includes(collection)) return { isMore: false, fold: article % 2 === 0 ? (article / 2) % folds : undefined }
  const { title } = collection.documents[articlesOf(collection).indexOf(article)]!
  return { isMore: true, fold: titlesOfMore.indexOf(title) % folds }
}

function* choicesOf(collection: IrCollection): Generator<Choice> {
  const index = indexWithout(collection, () => false)
  const articles = articlesOf(collection)
  for (const { document, questions } of questionsByDocument(collection)) {
    const origin = originOf(collection, articles[document]!)
    for (const { id, text } of questions) {
      const retrieval = retrieveForAnswer(index, text)
      const sentences = measureSentences(profileQuestion(text, retrieval), retrieval.passages, []).map((sentence) => {
        const holdsGold = collection.answers.get(id)!.some((gold) => sentence.text.includes(gold))
        const isGold = holdsGold && retrieval.passages[sentence.passageIndex]!.passageId === collection.documents[document]!.id
        return { traits: sentence.traits, weighed: sentence.weighed, isGold, holdsGold }
      })
      if (sentences.length > 0) yield { ...origin, language: collection.name.endsWith('de') ? 'de' : 'en', sentences }
    }
  }
}

function* judgedOf(collection: IrCollection): Generator<Judged> {
  for (const { question, retrieval, isAnswerable, isWhole, language, article } of casesOf(collection)) {
    const origin = originOf(collection, article)
    const profile = profileQuestion(question, retrieval)
    const sentences = measureSentences(profile, retrieval.passages, sentenceTrees.unlike(origin))
    const best = sentences[0]
    if (best === undefined) continue
    yield { ...origin, isAnswerable, isWhole, language, fit: measureFit(profile, retrieval.passages, sentences, best) }
  }
}

/** Trees from all that is learnt from, and for each article of it trees from the others. */
function growBeside<Case extends Origin, Trees>(
  cases: readonly Case[],
  grow: (from: readonly Case[]) => Trees,
): { readonly all: Trees; unlike(origin: Origin): Trees } {
  const learnt = cases.filter(({ fold }) => fold !== undefined)
  const all = grow(learnt)
  const without = Array.from({ length: folds }, (_, fold) => grow(learnt.filter((each) => each.fold !== fold)))
  return { all, unlike: ({ fold }) => (fold === undefined ? all : without[fold]!) }
}

/** Of the questions that a sentence answers, the best sentences and those that answer. */
function withGold(from: readonly Choice[]): Choice[] {
  return from
    .filter(({ fold, sentences }) => fold !== undefined && sentences.some(({ isGold }) => isGold))
    .map((each) => ({ ...each, sentences: each.sentences.filter(({ isGold }, i) => isGold || i < comparedSentences) }))
}

function printWeights(): void {
  const weightNames = Object.keys(sentenceWeights) as (keyof SentenceFeatures)[]
  const learnt = learnChoice(
    withGold(choices).map(({ sentences, isMore }) => ({
      candidates: sentences.map(({ traits }) => weightNames.map((name) => traits[name])),
      isGold: sentences.map(({ isGold }) => isGold),
      importance: isMore ? weightOfMore.sentences : 1,
    })),
  )
  console.log(`sentenceWeights\n${weightNames.map((name, i) => `  ${name}: ${learnt[i]!.toFixed(2)},`).join('\n')}`)
}

function growForSentences(from: readonly Choice[]): SentenceTrees {
  const groups = withGold(from)
  const sentences = groups.flatMap((group) => group.sentences)
  const rows = sentences.map(({ traits }) => traits)
  const objective = rightOfEach(
    groups.map((group) => group.sentences.length),
    sentences.map(({ isGold }) => isGold),
    groups.map(({ isMore }) => (isMore ? weightOfMore.sentences : 1)),
  )
  return growTrees(
    Object.keys(rows[0]!) as (keyof SentenceTraits)[],
    rows,
    sentences.map(({ weighed }) => weighed),
    objective,
    grownForSentences,
  )
}

/** Each word of a question is a row: what it says about whether the question can be answered. */
function growForWords(from: readonly Judged[]): WordTrees {
  const words = from.flatMap(({ fit, isAnswerable, isMore }) => fit.words.map((features) => ({ features, isAnswerable, isMore })))
  const rows = words.map(({ features }) => features)
  const objective = yesOrNo(
    words.map(({ isAnswerable }) => isAnswerable),
    words.map(({ isMore }) => (isMore ? weightOfMore.words : 1)),
  )
  return growTrees(
    Object.keys(rows[0]!) as (keyof WordFeatures)[],
    rows,
    new Array<number>(rows.length).fill(0),
    objective,
    grownForWords,
  )
}

function evidenceOf({ words, context }: Fit, by: WordTrees) {
  return { ...summarizeWords(words.map((word) => sumTrees(by, word))), ...context }
}

function scoresOf(isMeant: (each: Judged) => boolean): number[] {
  return scores.filter((_, i) => isMeant(judged[i]!)).sort((a, b) => a - b)
}

function thresholdOf(language: 'de' | 'en'): number {
  const answerable = scoresOf(
    (each) => isLearntAndCounted(each) && each.language === language && each.isAnswerable && each.isWhole,
  )
  return Math.round(answerable[Math.floor(wronglyRefused * answerable.length)]! * 1000) / 1000
}

function printChoices(title: string, isMeant: (origin: Origin) => boolean): void {
  console.log(`\n${title}: gold in the first sentence, in three; by the weights alone`)
  const percent = (holds: readonly boolean[]) => ((100 * holds.filter(Boolean).length) / holds.length).toFixed(1)
  for (const language of ['en', 'de']) {
    const meant = choices.filter((each) => isMeant(each) && each.language === language)
    const ranked = meant.map((each) => {
      const trees = sentenceTrees.unlike(each)
      const scored = each.sentences.map(({ weighed, traits, holdsGold }) => ({
        holdsGold,
        score: weighed + sumTrees(trees, traits),
      }))
      return scored.sort((a, b) => b.score - a.score)
    })
    const figures = [ranked, meant.map(({ sentences }) => sentences)].flatMap((all) =>
      [1, 3].map((count) => percent(all.map((best) => best.slice(0, count).some(({ holdsGold }) => holdsGold)))),
    )
    console.log(`${language} ${figures.join('  ')}`)
  }
}

function printCurve(title: string, isMeant: (origin: Origin) => boolean): void {
  console.log(`\n${title}: rightly refused where 2, 3, 5, 8 of 100 are wrongly; at the threshold rightly, wrongly`)
  for (const language of ['en', 'de'] as const) {
    for (const isWhole of [true, false]) {
      const ofCases = (isAnswerable: boolean) =>
        scoresOf(
          (each) => isMeant(each) && each.language === language && each.isWhole === isWhole && each.isAnswerable === isAnswerable,
        )
      const [answerable, not] = [ofCases(true), ofCases(false)]
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

function writeLearnt(): void {
  const weightLines = names.map((name, i) => `  ${name}: ${weights[i]},`).join('\n')
  const write = (name: string, text: string) =>
    writeFileSync(new URL(`../packages/server/src/features/answers/${name}.ts`, import.meta.url), text)
  const source = `// Learnt by \`node bench/tune-answers.ts\` on the even articles of XQuAD, English and German, and on articles of SQuAD and SelQA`
  write(
    'learnt-sentences',
    `// biome-ignore-all lint/suspicious/noApproximativeNumericConstant: a cut may lie near a constant by chance
import type { SentenceTrees } from './compare-sentences.ts'

${source}.
// Not edited by hand.

/** What a sentence gains or loses beside the others, on top of its weights. */
// biome-ignore format: a tree in a line
export const sentenceTrees: SentenceTrees = ${lineForEach(sentenceTrees.all)}
`,
  )
  write(
    'learnt-evidence',
    `import type { WordFeatures } from './asked-words.ts'
import type { DecisionTree } from './decision-trees.ts'
import type { Evidence } from './evidence.ts'

${source}:
// each question with its passage among the documents and without it, in the whole collection and in its article alone. Not edited by hand.

/** What one word of the question says about whether the documents answer it, in log-odds. */
// biome-ignore format: a tree in a line
export const wordTrees: readonly DecisionTree<keyof WordFeatures>[] = ${lineForEach(wordTrees.all)}

export const evidenceWeights: Evidence = {
${weightLines}
}
export const evidenceBias = ${weights.at(-1)}
/** Where about one in twenty answerable questions is refused. German meets less of a question word by word. */
export const evidenceThresholds = ${JSON.stringify(thresholds)}
`,
  )
}

function lineForEach(trees: readonly unknown[]): string {
  return `[\n${trees.map((tree) => `  ${JSON.stringify(tree)},`).join('\n')}\n]`
}
