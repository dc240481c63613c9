import type { Entries, Ids } from '../entry.ts'

const ofProvider = { names: ['provider'], build: ({ provider }: Ids) => ({ params: { name: provider } }) } as const

export const modelEntries: Entries<'costs' | 'models'> = {
  costs: {
    getModelUsage: { names: [], build: () => ({ query: { days: '7' } }) },
  },
  models: {
    getModels: { names: [], build: () => ({}) },
    chooseModels: {
      names: ['provider'],
      build: ({ provider }, word) => [
        { body: { chatModels: null, embeddingModel: `${provider}/${word}` } },
        { body: { chatModels: [`${provider}/${word}`], embeddingModel: null } },
      ],
    },
    createProvider: {
      names: [],
      build: (_, word) => ({ body: { name: word, kind: 'anthropic', apiKey: `sk-${word}` } }),
    },
    updateProvider: {
      names: ['provider'],
      build: ({ provider }, word) => ({ params: { name: provider }, body: { apiKey: `sk-${word}` } }),
    },
    deleteProvider: { ...ofProvider, own: 'spare' },
    listModels: ofProvider,
    testModel: {
      names: ['provider'],
      build: ({ provider }, word) => ({ params: { name: provider }, body: { model: word } }),
    },
  },
}
