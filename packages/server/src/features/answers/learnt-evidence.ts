import type { WordFeatures } from './asked-words.ts'
import type { DecisionTree } from './decision-trees.ts'
import type { Evidence } from './evidence.ts'

// Learnt on the even articles of XQuAD, English and German, by `node bench/tune-answers.ts`: each question with its passage among
// the documents and without it, in the whole collection and in its article alone. Not edited by hand.

/** What one word of the question says about whether the documents answer it, in log-odds. */
export const wordTrees: readonly DecisionTree<keyof WordFeatures>[] = [
  [
    'lettersInPassage',
    0.714,
    ['isCapital', 0.5, ['isFrame', 0.5, -0.094, 0], ['lettersInPassage', 0.2, -0.198, -0.098]],
    ['inTitle', 0.348, ['lettersInSentence', 0.857, 0.053, ['inOthers', 0.5, 0.173, 0.122]], 0.013],
  ],
  [
    'lettersInPassage',
    0.714,
    ['isCapital', 0.5, ['isFrame', 0.5, -0.08, 0], ['lettersInPassage', 0.375, ['inOthers', 0.5, -0.19, -0.105], -0.053]],
    ['inTitle', 0.348, ['lettersInSentence', 0.857, 0.046, 0.125], 0.011],
  ],
  [
    'inNeighbours',
    0.54,
    ['isUnknown', 0.5, -0.045, ['isCapital', 0.5, -0.085, ['isGerman', 0.5, -0.231, -0.131]]],
    ['inTitle', 0.321, ['lettersInSentence', 0.857, 0.041, ['inOthers', 0.5, 0.132, 0.088]], 0.013],
  ],
  [
    'inNeighbours',
    0.54,
    [
      'fromQuestionWord',
      1,
      ['fromQuestionWord', -2, -0.091, 0.001],
      ['isUnknown', 0.5, -0.052, ['isCapital', 0.5, -0.089, -0.145]],
    ],
    ['rarity', 0.95, 0.047, ['lettersInPassage', 0.857, 0.019, 0.11]],
  ],
  [
    'lettersInPassage',
    0.5,
    ['isFrame', 0.5, ['isCapital', 0.5, ['isGerman', 0.5, -0.077, -0.025], ['isGerman', 0.5, -0.184, -0.098]], 0.017],
    ['lettersInSentence', 0.857, 0.019, ['inTitle', 0.551, 0.083, 0.009]],
  ],
  [
    'lettersInPassage',
    0.714,
    ['inOthers', 0.5, ['isCapital', 0.5, -0.054, ['lettersInPassage', 0.2, -0.134, -0.048]], -0.024],
    ['rarity', 0.95, ['lettersInSentence', 0.857, -0.005, 0.043], ['isFrame', 0.5, 0.084, -0.052]],
  ],
  [
    'lettersInPassage',
    0.5,
    ['isFrame', 0.5, ['isCapital', 0.5, ['hasDigit', 0.5, ['isGerman', 0.5, -0.057, -0.006], -0.142], -0.095], 0.022],
    ['inTitle', 0.531, ['lettersInSentence', 0.857, 0.021, 0.064], -0.01],
  ],
  [
    'inNeighbours',
    0.54,
    ['fromQuestionWord', 2, -0.007, ['isUnknown', 0.5, -0.03, -0.076]],
    ['inOthers', 0.5, ['inTitle', 0.659, ['isCapital', 0.5, 0.047, 0.095], -0.215], ['hasDigit', 0.5, 0.022, 0.144]],
  ],
  [
    'lettersInPassage',
    0.857,
    ['isUnknown', 0.5, -0.012, ['isCapital', 0.5, ['isGerman', 0.5, -0.058, -0.011], ['lettersInSentence', 0, -0.107, -0.021]]],
    ['inOthers', 0.5, ['inTitle', 0.659, 0.067, -0.186], 0.023],
  ],
  [
    'inNeighbours',
    0.54,
    ['fromQuestionWord', 3, -0.007, ['isCapital', 0.5, ['hasDigit', 0.5, -0.028, -0.114], ['isGerman', 0.5, -0.147, -0.053]]],
    ['inTitle', 0.321, ['isFrame', 0.5, 0.041, -0.05], -0.007],
  ],
  [
    'lettersInPassage',
    0.5,
    [
      'isFrame',
      0.5,
      ['isCapital', 0.5, ['hasDigit', 0.5, ['isGerman', 0.5, -0.037, 0.004], -0.105], ['isGerman', 0.5, -0.136, -0.047]],
      0.028,
    ],
    ['rarity', 0.95, 0.01, 0.043],
  ],
  [
    'lettersInPassage',
    0.857,
    ['isUnknown', 0.5, -0.005, ['fromQuestionWord', 1, -0.007, ['lettersInPassage', 0.143, -0.066, -0.022]]],
    ['isFrame', 0.5, ['inTitle', 0.531, ['inOthers', 0.5, 0.053, 0.024], -0.008], -0.053],
  ],
  [
    'lettersInPassage',
    0.857,
    ['isFrame', 0.5, ['isCapital', 0.5, ['hasDigit', 0.5, -0.01, -0.088], ['isGerman', 0.5, -0.113, -0.033]], 0.024],
    ['isFrame', 0.5, ['inTitle', 0.531, 0.032, -0.007], -0.044],
  ],
  [
    'isUnknown',
    0.5,
    ['rarity', 0.95, ['lettersInSentence', 0.857, -0.011, ['askedWords', 4.5, -0.018, 0.021]], ['length', 1.5, -0.082, 0.032]],
    ['isGerman', 0.5, ['isCapital', 0.5, -0.038, -0.124], -0.017],
  ],
  [
    'lettersInPassage',
    0.375,
    [
      'inOthers',
      0.5,
      ['fromQuestionWord', 1, ['fromQuestionWord', -2, -0.077, 0.019], ['inTitle', 0.348, -0.045, 0.122]],
      ['length', 2.5, -0.147, 0.004],
    ],
    ['rarity', 0.75, -0.011, 0.019],
  ],
  [
    'isUnknown',
    0.5,
    ['rarity', 0.95, 0, 0.024],
    [
      'isFrame',
      0.5,
      ['isCapital', 0.5, ['isGerman', 0.5, -0.034, 0.001], ['lettersInPassage', 0.2, ['isFocus', 0.5, -0.093, -0.012], 0]],
      0.02,
    ],
  ],
  [
    'lettersInSentence',
    0.857,
    [
      'isGerman',
      0.5,
      ['isCapital', 0.5, -0.014, ['inPassage', 0.491, ['inTitle', 0.15, -0.129, 0.027], -0.002]],
      ['hasDigit', 0.5, 0.002, -0.071],
    ],
    ['askedWords', 6.5, 0.007, 0.031],
  ],
  [
    'isUnknown',
    0.5,
    ['rarity', 0.95, -0.001, 0.02],
    [
      'isFrame',
      0.5,
      ['isCapital', 0.5, ['hasDigit', 0.5, ['isGerman', 0.5, -0.026, 0.006], -0.084], ['lettersInSentence', 0, -0.068, 0.005]],
      0.018,
    ],
  ],
  [
    'lettersInSentence',
    0.857,
    [
      'rarity',
      1.1,
      ['isGerman', 0.5, ['isCapital', 0.5, -0.009, ['inPassage', 0.491, -0.094, -0.004]], 0.003],
      ['lettersInSentence', 0.25, -0.049, 0.039],
    ],
    ['isFrame', 0.5, 0.015, -0.039],
  ],
  [
    'isUnknown',
    0.5,
    ['rarity', 0.95, -0.001, ['length', 1.5, -0.076, ['length', 3.5, 0.065, 0.014]]],
    ['fromQuestionWord', 2, 0.001, ['lettersInPassage', 0.143, ['isCapital', 0.5, -0.019, -0.072], -0.005]],
  ],
  [
    'lettersInSentence',
    0.857,
    [
      'hasDigit',
      0.5,
      ['isGerman', 0.5, ['isCapital', 0.5, ['inTitle', 0.321, -0.006, -0.094], ['inPassage', 0.491, -0.092, -0.002]], 0.003],
      ['inNeighbours', 0, -0.076, 0.042],
    ],
    0.011,
  ],
  [
    'rarity',
    1.1,
    [
      'lettersInSentence',
      0.857,
      ['lettersInSentence', 0.25, ['fromQuestionWord', 3, 0.015, -0.01], -0.017],
      ['askedWords', 6.5, ['isGerman', 0.5, 0.012, -0.013], 0.022],
    ],
    ['lettersInSentence', 0.25, -0.039, 0.025],
  ],
  [
    'isUnknown',
    0.5,
    ['rarity', 0.95, -0.001, ['length', 1.5, -0.065, 0.014]],
    ['inOthers', 0.5, ['hasDigit', 0.5, -0.012, -0.081], ['lettersInPassage', 0.714, ['rarity', 1.1, 0.071, -0.005], -0.077]],
  ],
  [
    'lettersInPassage',
    0.143,
    [
      'inTitle',
      0.407,
      [
        'isCapital',
        0.5,
        ['hasDigit', 0.5, ['length', 4.5, 0.023, -0.01], -0.069],
        ['fromQuestionWord', 2, 0.005, ['isFrame', 0.5, -0.067, 0.047]],
      ],
      0.102,
    ],
    0.004,
  ],
  [
    'rarity',
    1.1,
    0.001,
    [
      'lettersInPassage',
      0.286,
      [
        'fromQuestionWord',
        2,
        ['fromQuestionWord', -2, -0.106, 0.027],
        ['fromEnd', 6, ['fromQuestionWord', 9, -0.089, -0.015], -0.008],
      ],
      ['lettersInSentence', 0.143, -0.039, 0.036],
    ],
  ],
  [
    'lettersInPassage',
    0.375,
    [
      'inTitle',
      0.47,
      [
        'hasDigit',
        0.5,
        ['isCapital', 0.5, ['length', 11.5, 0.004, -0.06], ['isGerman', 0.5, -0.1, ['fromEnd', 4, -0.048, 0.011]]],
        -0.08,
      ],
      0.083,
    ],
    0.004,
  ],
  [
    'lettersInSentence',
    0.857,
    ['isGerman', 0.5, ['length', 12.5, -0.01, -0.091], 0.003],
    ['length', 3.5, ['inOthers', 2.5, 0.062, -0.062], ['isFrame', 0.5, 0.005, ['fromQuestionWord', 1, -0.136, -0.012]]],
  ],
  [
    'rarity',
    1.1,
    0.001,
    [
      'lettersInPassage',
      0.286,
      ['fromQuestionWord', 2, ['fromEnd', 8, 0.042, -0.05], -0.045],
      ['lettersInPassage', 0.714, ['length', 12.5, ['lettersInSentence', 0.143, -0.01, 0.076], -0.058], -0.055],
    ],
  ],
  [
    'lettersInPassage',
    0.143,
    [
      'isFrame',
      0.5,
      [
        'inTitle',
        0.407,
        ['isCapital', 0.5, ['askedWords', 3.5, 0.056, -0.009], ['isFocus', 0.5, ['askedWords', 10.5, -0.061, 0.076], 0.012]],
        0.07,
      ],
      0.025,
    ],
    0.002,
  ],
  [
    'fromEnd',
    6,
    -0.003,
    [
      'lettersInPassage',
      0.857,
      ['fromQuestionWord', -2, -0.044, ['inPassage', 0, 0.01, ['fromQuestionWord', 2, -0.06, 0.002]]],
      ['isFrame', 0.5, ['lettersInSentence', 0.455, 0.055, 0.009], -0.057],
    ],
  ],
]

export const evidenceWeights: Evidence = {
  words: 0.302,
  averageWord: 1.175,
  worstWord: 0.526,
  passageGrams: 1.439,
  sentenceGrams: 1.108,
  gramLead: 0.441,
  sentenceMatched: 0.325,
  passageMatched: 0.009,
  neighbourhood: 0.76,
  coverage: -0.586,
  coverageLead: -0.354,
  runnerUp: -1.018,
  sentenceLead: 0.048,
  phrases: 2.082,
  lacksFigure: -1.122,
  lacksName: 0.066,
}
export const evidenceBias = -1.227
/** Where about one in twenty answerable questions is refused. German meets less of a question word by word. */
export const evidenceThresholds = { en: -1.011, de: -1.483 }
