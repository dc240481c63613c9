import { type DecisionTree, sumTrees } from './decision-trees.ts'
import { coverage, type MetTerms, metShare, type Token, unite } from './met-terms.ts'
import type { QuestionProfile } from './question-profile.ts'
import type { SentenceFeatures } from './sentence-features.ts'

/** What trees look at, each sentence beside the others of its passage. */
export type SentenceTraits = Readonly<
  Record<
    | keyof SentenceFeatures
    /** its number among the sentences of the passage */
    | 'position'
    /** how much better the one before and the one behind fit, by the weights alone */
    | 'leadOfBefore'
    | 'leadOfAfter'
    /** of the question, by the one before */
    | 'metBefore'
    /** of the question, by this sentence and no other of the passage */
    | 'metHereOnly'
    /** of what the passage meets, by this sentence */
    | 'shareOfPassage'
    /** of the asked words without a capital, and of those right behind the question word */
    | 'metUncapital'
    | 'metBehindQuestionWord'
    /** pairs of words beside each other, small words too, that stand so in the question */
    | 'phrases'
    /** words behind the last asked one */
    | 'wordsBehind'
    /** how many things of the wanted kind it has */
    | 'answerPlaces',
    number
  >
>

export type SentenceTrees = readonly DecisionTree<keyof SentenceTraits>[]

type Compared = {
  readonly passageIndex: number
  readonly position: number
  readonly text: string
  readonly tokens: readonly Token[]
  readonly met: MetTerms
  readonly answerPlaces: number
  readonly features: SentenceFeatures
  readonly weighed: number
}

const none = -0.1
const noNeighbour = -9
const mostly = 0.5
const reachOfQuestionWord = 3
const maxPlaces = 8

/** What the trees add to the score of each sentence; the sentences in the order of the text, passage by passage. */
export function compareSentences(
  profile: QuestionProfile,
  sentences: readonly Compared[],
  trees: SentenceTrees,
): { readonly traits: SentenceTraits; readonly gain: number }[] {
  const passages = [...Map.groupBy(sentences, ({ passageIndex }) => passageIndex).values()]
  return passages.flatMap((same) => traitsOf(profile, same)).map((traits) => ({ traits, gain: sumTrees(trees, traits) }))
}

function traitsOf(profile: QuestionProfile, sentences: readonly Compared[]): SentenceTraits[] {
  const inPassage = coverage(
    profile,
    unite(
      profile,
      sentences.map(({ met }) => met),
    ),
  )
  const asked = pairsOf(profile.text)
  const askedTerms = new Set([...profile.terms.map(({ term }) => term), ...profile.standIns.keys()])
  return sentences.map(({ position, text, tokens, met, answerPlaces, features, weighed }, i) => {
    const [before, after] = [sentences[i - 1], sentences[i + 1]]
    const pairs = new Set(pairsOf(text))
    const isMetElsewhere = profile.terms.map((_, j) => sentences.some((other, k) => k !== i && other.met[j]! >= mostly))
    return {
      ...features,
      position,
      leadOfBefore: before === undefined ? noNeighbour : before.weighed - weighed,
      leadOfAfter: after === undefined ? noNeighbour : after.weighed - weighed,
      metBefore: before === undefined ? none : coverage(profile, before.met),
      metHereOnly: coverage(
        profile,
        met.map((each, j) => (isMetElsewhere[j] ? 0 : each)),
      ),
      shareOfPassage: features.coverage / Math.max(0.01, inPassage),
      metUncapital: metShare(profile, met, ({ word, place }) => place === 0 || !/^\p{Lu}/u.test(word)) ?? none,
      metBehindQuestionWord:
        metShare(profile, met, ({ place }) => {
          const distance = place - profile.placeOfQuestionWord
          return distance > 0 && distance <= reachOfQuestionWord
        }) ?? none,
      phrases: asked.filter((pair) => pairs.has(pair)).length / Math.max(1, asked.length),
      wordsBehind: tokens.length - 1 - tokens.findLastIndex(({ term }) => askedTerms.has(term)),
      answerPlaces: Math.min(maxPlaces, answerPlaces),
    }
  })
}

function pairsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return words.slice(1).map((word, i) => `${words[i]} ${word}`)
}
