import type { Entries, Ids } from '../entry.ts'

const ofSet = {
  names: ['evaluationSet'],
  build: ({ evaluationSet }: Ids) => ({ params: { id: evaluationSet } }),
} as const

const questionParams = ({ evaluationSet, evaluationQuestion }: Ids) => ({ id: evaluationSet, questionId: evaluationQuestion })
const runParams = ({ evaluationSet, evaluationRun }: Ids) => ({ id: evaluationSet, runId: evaluationRun })

const ofRun = {
  names: ['evaluationSet', 'evaluationRun'],
  build: (ids: Ids) => ({ params: runParams(ids) }),
} as const

export const evaluationEntries: Entries<'evaluation'> = {
  evaluation: {
    listSets: { names: [], build: () => ({}) },
    createSet: { names: [], build: (_, word) => ({ body: { name: word } }) },
    getSet: ofSet,
    renameSet: {
      names: ['evaluationSet'],
      build: ({ evaluationSet }, word) => ({ params: { id: evaluationSet }, body: { name: word } }),
      own: 'measured',
    },
    deleteSet: { ...ofSet, own: 'empty' },
    listQuestions: ofSet,
    addQuestion: {
      names: ['evaluationSet', 'document'],
      build: ({ evaluationSet, document }, word) => ({
        params: { id: evaluationSet },
        body: { question: `What is ${word}?`, expected: [{ document }] },
      }),
    },
    updateQuestion: {
      names: ['evaluationSet', 'evaluationQuestion', 'document'],
      build: (ids, word) => ({
        params: questionParams(ids),
        body: { question: `What is ${word}?`, expected: [{ document: ids.document }] },
      }),
      own: 'measured',
    },
    deleteQuestion: {
      names: ['evaluationSet', 'evaluationQuestion'],
      build: (ids) => ({ params: questionParams(ids) }),
      own: 'measured',
    },
    importQuestions: {
      names: ['evaluationSet', 'document'],
      build: ({ evaluationSet, document }, word) => [
        {
          params: { id: evaluationSet },
          body: { jsonl: JSON.stringify({ question: `Why ${word}?`, expected: [{ document }] }) },
        },
        {
          params: { id: evaluationSet },
          body: { queries: JSON.stringify({ _id: 1, text: `Who is ${word}?` }), qrels: `1\t${document}\t1` },
        },
      ],
    },
    exportQuestions: ofSet,
    startRun: { names: ['evaluationSet'], build: ({ evaluationSet }) => ({ params: { id: evaluationSet }, body: {} }) },
    listRuns: ofSet,
    getRun: ofRun,
    listResults: ofRun,
    cancelRun: { ...ofRun, refusal: 'evaluation/not-running' },
    deleteRun: { ...ofRun, own: 'measured' },
  },
}
