import type { WordFeatures } from './asked-words.ts'
import type { DecisionTree } from './decision-trees.ts'
import type { Evidence } from './evidence.ts'

// Learnt by `node bench/tune-answers.ts` on the even articles of XQuAD, English and German, and on articles of SQuAD and SelQA:
// each question with its passage among the documents and without it, in the whole collection and in its article alone. Not edited by hand.

/** What one word of the question says about whether the documents answer it, in log-odds. */
// biome-ignore format: a tree in a line
export const wordTrees: readonly DecisionTree<keyof WordFeatures>[] = [
  ["lettersInPassage",0.667,["isUnknown",0.5,["isFrame",0.5,-0.082,0.01],["isCapital",0.5,-0.121,["inPassage",0.375,-0.232,-0.035]]],["inTitle",0,["lettersInSentence",0.833,0.037,0.142],0.017]],
  ["lettersInPassage",0.667,["isFrame",0.5,["isUnknown",0.5,["inPassage",0,-0.082,-0.001],["isCapital",0.5,-0.114,-0.187]],0.002],["inTitle",0,["lettersInSentence",0.833,0.032,0.122],0.015]],
  ["inNeighbours",0.45,["isFrame",0.5,["isUnknown",0.5,-0.061,["isCapital",0.5,-0.102,-0.176]],0.002],["inTitle",0,["lettersInSentence",0.833,0.026,["rarity",0.95,0.082,0.127]],0.014]],
  ["lettersInPassage",0.667,["isCapital",0.5,["isFrame",0.5,-0.063,0.003],["inTitle",0,-0.149,0.021]],["inTitle",0,["lettersInSentence",0.833,0.027,["isFrame",0.5,0.095,-0.024]],0.011]],
  ["inNeighbours",0.45,["isUnknown",0.5,["fromQuestionWord",3,-0.008,-0.057],["isCapital",0.5,-0.072,-0.139]],["inTitle",0,["lettersInPassage",0.833,0.005,["rarity",0.85,0.043,0.091]],0.01]],
  ["lettersInPassage",0.444,["isCapital",0.5,["fromQuestionWord",1,-0.005,-0.06],["inTitle",0,["isGerman",0.5,-0.164,-0.076],0.017]],["lettersInSentence",0.833,0.011,["inTitle",0.54,0.069,0.011]]],
  ["lettersInPassage",0.444,["isFrame",0.5,["isCapital",0.5,["hasDigit",0.5,-0.043,-0.157],["inTitle",0,-0.123,0.014]],0.015],["rarity",0.95,0.022,["lettersInSentence",0.833,0.026,0.075]]],
  ["inNeighbours",0.45,["isUnknown",0.5,["fromQuestionWord",3,0.001,-0.037],["fromQuestionWord",1,-0.021,-0.075]],["rarity",0.95,0.022,["isFrame",0.5,["isUnknown",0.5,0.067,-0.008],-0.061]]],
  ["lettersInPassage",0.833,["isCapital",0.5,["hasDigit",0.5,-0.02,-0.132],["inTitle",0,["isGerman",0.5,-0.13,-0.03],0.019]],["inTitle",0.54,["rarity",0.75,0.009,0.052],0.001]],
  ["inNeighbours",0.45,["fromQuestionWord",3,["isFrame",0.5,-0.02,0.025],["inOthers",0.5,-0.064,-0.025]],["inOthers",0.5,["inTitle",0.54,["isFrame",0.5,0.055,-0.064],-0.139],0.017]],
  ["lettersInPassage",0.444,["isCapital",0.5,["hasDigit",0.5,["inOthers",0.5,-0.032,0.003],-0.116],["inTitle",0,["isGerman",0.5,["length",3.5,-0.006,-0.143],-0.038],0.018]],0.022],
  ["lettersInPassage",0.833,["isCapital",0.5,["hasDigit",0.5,-0.012,-0.101],["inTitle",0.54,["isGerman",0.5,-0.105,-0.02],0.02]],["inOthers",0.5,["inTitle",0.54,0.047,-0.122],0.012]],
  ["lettersInSentence",0.833,["isUnknown",0.5,["rarity",0.95,-0.013,0.017],-0.033],["isFrame",0.5,["inTitle",0.54,0.034,["inOthers",2.5,-0.053,0.016]],["fromQuestionWord",1,-0.157,-0.007]]],
  ["lettersInPassage",0.444,["isFrame",0.5,["rarity",1.15,["isFocus",0.5,-0.029,["fromQuestionWord",1,0.036,-0.029]],-0.071],0.024],["rarity",0.95,0.005,["isFrame",0.5,0.031,-0.045]]],
  ["lettersInSentence",0.833,["isGerman",0.5,["isUnknown",0.5,-0.007,["isFrame",0.5,["length",3.5,0.025,["inOthers",0.5,-0.051,0.009]],0.016]],0.015],["hasDigit",0.5,0.016,0.091]],
  ["lettersInSentence",0.833,["fromQuestionWord",3,0.001,["lettersInPassage",0.444,["isCapital",0.5,-0.02,["inTitle",0,-0.081,0.02]],0]],["askedWords",6.5,["isFrame",0.5,0.009,-0.063],0.031]],
  ["isUnknown",0.5,["rarity",0.95,-0.002,["inTitle",0.54,0.024,-0.075]],["isGerman",0.5,["isFrame",0.5,["length",3.5,0.024,["isCapital",0.5,-0.029,-0.081]],0.014],0.011]],
  ["lettersInSentence",0.833,["isGerman",0.5,["rarity",1.15,-0.01,["inNeighbours",0,-0.066,0.055]],0.014],["hasDigit",0.5,["fromQuestionWord",3,["isFrame",0.5,0.001,-0.093],0.018],0.077]],
  ["inNeighbours",0.45,["fromQuestionWord",4,0.002,-0.023],["inTitle",0,["rarity",0.75,-0.008,0.019],["rarity",0.85,["inOthers",2.5,-0.039,0.032],["length",4.5,-0.111,-0.013]]]],
  ["isUnknown",0.5,["rarity",0.95,-0.001,["inTitle",0.54,0.018,-0.059]],["fromQuestionWord",3,-0.002,["inOthers",0.5,["isCapital",0.5,-0.023,["length",3.5,0.031,-0.069]],0.013]]],
  ["lettersInSentence",0.833,["hasDigit",0.5,["isGerman",0.5,["length",4.5,0.007,["rarity",1.15,-0.012,-0.043]],0.016],["inTitle",0.54,-0.077,0.134]],["askedWords",6.5,0.001,0.022]],
  ["isUnknown",0.5,["rarity",0.95,-0.002,0.014],["inOthers",0.5,["isCapital",0.5,["hasDigit",0.5,-0.007,-0.082],["lettersInPassage",0.2,["length",3.5,0.036,-0.084],0.012]],0.021]],
  ["lettersInSentence",0.833,["hasDigit",0.5,["fromQuestionWord",1,["fromQuestionWord",0,-0.018,["lettersInSentence",0.333,0.033,-0.034]],-0.008],-0.054],["hasDigit",0.5,["fromQuestionWord",3,-0.007,0.012],0.064]],
  ["isUnknown",0.5,["rarity",0.95,-0.001,["inTitle",0.54,0.013,-0.053]],["isGerman",0.5,["length",3.5,0.026,["isCapital",0.5,-0.012,["inPassage",0.375,-0.108,0.036]]],0.013]],
  ["inNeighbours",0,["isCapital",0.5,["hasDigit",0.5,0.002,-0.063],["inTitle",0,["isGerman",0.5,["length",3.5,0.01,-0.098],-0.008],0.027]],["isFrame",0.5,0.006,-0.034]],
  ["rarity",1.15,["askedWords",5.5,-0.003,["lettersInSentence",0.833,-0.002,["inTitle",0.54,0.018,["rarity",0.85,0.019,-0.048]]]],["lettersInSentence",0.167,["length",3.5,0.029,-0.045],0.042]],
  ["rarity",1.15,["isGerman",0.5,["isCapital",0.5,0.002,["inPassage",0.375,-0.043,-0.001]],0.009],["lettersInSentence",0.167,["length",3.5,0.025,["isFrame",0.5,-0.043,0.045]],0.035]],
  ["isUnknown",0.5,["rarity",0.95,-0.002,["length",7.5,0.003,["lettersInPassage",0.833,-0.009,0.034]]],["inOthers",0.5,["isFrame",0.5,-0.013,0.019],["lettersInPassage",0.667,0.035,-0.036]]],
  ["askedWords",5.5,-0.004,["lettersInPassage",0.111,["isCapital",0.5,["fromQuestionWord",6,["fromQuestionWord",0,-0.027,0.013],-0.018],["inTitle",0,["length",3.5,0.005,-0.075],0.03]],0.007]],
  ["isGerman",0.5,["isUnknown",0.5,0.001,["length",8.5,-0.004,-0.031]],["lettersInSentence",0.333,["lettersInPassage",0.111,["isCapital",0.5,0.026,["fromEnd",4,-0.074,0.002]],0.03],-0.003]],
]

export const evidenceWeights: Evidence = {
  words: 0.393,
  averageWord: 1.296,
  worstWord: 0.312,
  passageGrams: 0.875,
  sentenceGrams: 0.44,
  gramLead: 0.227,
  sentenceMatched: 0.258,
  passageMatched: 0.02,
  neighbourhood: 0.356,
  coverage: -0.638,
  coverageLead: -0.44,
  runnerUp: -0.486,
  sentenceLead: 0.161,
  phrases: 1.039,
  lacksFigure: -1.247,
  lacksName: -0.083,
}
export const evidenceBias = -1.158
/** Where about one in twenty answerable questions is refused. German meets less of a question word by word. */
export const evidenceThresholds = { en: -1.033, de: -1.434 }
