import type { Entries } from '../entry.ts'

/** A text that no other request brings along. */
const textOf = (word: string) => `# The ${word}\n\nThe ${word} opens at nine and closes at five.`

const ofOne = { names: ['document'], build: ({ document }: { document: string }) => ({ params: { id: document } }) } as const

export const documentEntries: Entries<'documents' | 'collections' | 'retrieval'> = {
  documents: {
    importDocuments: {
      names: ['collection'],
      build: ({ collection }, word) => [
        { body: { title: word, text: textOf(word), collection } },
        { query: { collection }, upload: { as: 'multipart', text: textOf(`${word}m`) } },
        { query: { collection, fileName: `${word}.txt` }, upload: { as: 'raw', text: textOf(`${word}r`) } },
      ],
    },
    importSample: { names: [], build: () => ({}) },
    listDocuments: {
      names: ['collection'],
      build: ({ collection }) => [{ query: { collection } }, { query: { tag: 'harbour' } }],
    },
    getDocument: ofOne,
    updateDocument: {
      names: ['document', 'collection'],
      build: ({ document, collection }, word) => ({ params: { id: document }, body: { title: word, collection } }),
      own: 'spare',
    },
    replaceContent: {
      names: ['document'],
      build: ({ document }, word) => ({
        params: { id: document },
        query: { fileName: `${word}.txt` },
        upload: { as: 'raw', text: textOf(word) },
      }),
      own: 'spare',
    },
    listTags: { names: [], build: () => ({}) },
    getContent: ofOne,
    getOriginal: ofOne,
    listPassages: ofOne,
    listVersions: ofOne,
    retryDocument: { ...ofOne, own: 'failed' },
    cancelDocument: { ...ofOne, refusal: 'document/not-running' },
    deleteDocument: {
      names: ['document'],
      build: ({ document }) => ({ params: { id: document }, query: { permanently: 'true' } }),
      own: 'spare',
    },
    restoreDocument: { ...ofOne, own: 'deleted' },
  },
  collections: {
    listCollections: { names: [], build: () => ({}) },
    createCollection: { names: [], build: (_, word) => ({ body: { name: word, access: 'members' } }) },
    getCollection: { names: ['collection'], build: ({ collection }) => ({ params: { id: collection } }) },
    renameCollection: {
      names: ['collection'],
      build: ({ collection }, word) => ({ params: { id: collection }, body: { name: word } }),
      own: 'spare',
    },
    deleteCollection: { names: ['collection'], build: ({ collection }) => ({ params: { id: collection } }), own: 'empty' },
    getCollectionReaders: { names: ['collection'], build: ({ collection }) => ({ params: { id: collection } }) },
    setCollectionReaders: {
      names: ['collection', 'member'],
      build: ({ collection, member }) => ({ params: { id: collection }, body: { access: 'members', members: [member] } }),
      own: 'closed',
    },
  },
  retrieval: {
    search: {
      names: ['collection', 'document'],
      build: ({ collection, document }) => [
        { query: { q: 'harbour master', collection } },
        { query: { q: 'harbour master', document } },
        { query: { q: 'harbour "opens at" title:harbour -nobody', tag: 'harbour', limit: 50 } },
      ],
    },
    searchWith: {
      names: ['collection', 'document'],
      build: ({ collection, document }) => [
        { body: { q: 'harbour master', collections: [collection] } },
        { body: { q: 'harbour master', documents: [document] } },
        { body: { q: 'harbour mastre', formats: ['markdown'], languages: ['en'], limit: 50 } },
      ],
    },
    suggest: { names: [], build: () => [{ query: { q: 'harb' } }, { query: { q: 'harbour', limit: 20 } }] },
    getSettings: { names: [], build: () => ({}) },
    updateSettings: { names: [], build: () => ({ body: { hybridWeight: 0.4 } }) },
    rebuildVectors: { names: [], build: () => ({}), refusal: 'model/not-configured' },
    cancelVectors: { names: [], build: () => ({}) },
    retryVectors: { names: [], build: () => ({}) },
  },
}
